namespace Harombe.Secrets.Scanning;

/// <summary>
/// One kind of secret: the strings that no instance lacks, and the check of the surroundings of one of them.
/// A check takes time linear in what it looks at and allocates nothing unless it finds something.
/// </summary>
internal interface ISecretFormat
{
    /// <summary>What people call it.</summary>
    string Kind { get; }

    /// <summary>At least one of these stands in every instance.</summary>
    IReadOnlyList<Anchor> Anchors { get; }

    /// <summary>Adds what stands around the anchor that begins at <paramref name="at"/>, if it is one of this kind.</summary>
    void Check(ReadOnlySpan<char> text, int at, int anchorLength, ref FindingSink sink);
}

/// <summary>A string to look for: ASCII, at least three characters.</summary>
/// <param name="Text">The string; in lower case when case is ignored.</param>
/// <param name="IgnoresCase">Whether capitals count as the same.</param>
internal readonly record struct Anchor(string Text, bool IgnoresCase)
{
    /// <summary>Anchors that are matched to the letter.</summary>
    public static Anchor[] Exact(params ReadOnlySpan<string> texts) => Of(texts, ignoresCase: false);

    /// <summary>Anchors of any case.</summary>
    public static Anchor[] AnyCase(params ReadOnlySpan<string> texts) => Of(texts, ignoresCase: true);

    private static Anchor[] Of(ReadOnlySpan<string> texts, bool ignoresCase)
    {
        var anchors = new Anchor[texts.Length];
        for (var i = 0; i < texts.Length; i++)
        {
            anchors[i] = new Anchor(ignoresCase ? texts[i].ToLowerInvariant() : texts[i], ignoresCase);
        }

        return anchors;
    }
}
