using System.Buffers;

namespace Harombe.Secrets.Scanning.Formats;

/// <summary>
/// A token that a fixed prefix announces and one run of characters follows: most kinds there are, one line each in their family's file.
/// </summary>
/// <param name="kind">What people call it.</param>
/// <param name="prefixes">What it begins with.</param>
/// <param name="alphabet">What the rest is written in.</param>
/// <param name="shortest">The least length of the rest.</param>
internal sealed class TokenFormat(string kind, string[] prefixes, SearchValues<char> alphabet, int shortest) : ISecretFormat
{
    // No such token comes near it; it keeps a text of nothing but prefixes from costing more than its length.
    private const int Longest = 1024;

    public string Kind => kind;

    public IReadOnlyList<Anchor> Anchors { get; } = Anchor.Exact(prefixes);

    /// <summary>Set where the prefix is so short that a run of another length is something else. Otherwise a longer run is taken whole,
    /// since a token with a letter glued to it is still a token.</summary>
    public int? Exactly { get; init; }

    /// <summary>Bits a character below which it is a word or an example. Right check digits make up for it.</summary>
    public double EntropyFloor { get; init; } = 3.0;

    /// <summary>Where it has check digits, the length of the part that they close.</summary>
    public int? Checked { get; init; }

    /// <summary>What must stand somewhere in the rest.</summary>
    public string Marker { get; init; } = "";

    public void Check(ReadOnlySpan<char> text, int at, int anchorLength, ref FindingSink sink)
    {
        var length = Alphabets.Run(text, at + anchorLength, alphabet, Longest);
        if (length < shortest || (Exactly is { } exactly && length != exactly) || !Boundary.Before(text, at))
        {
            return;
        }

        var body = text.Slice(at + anchorLength, length);
        if (IsProved(body) || (Entropy.Of(body) >= EntropyFloor && body.Contains(Marker, StringComparison.Ordinal) && !Examples.Are(body)))
        {
            sink.Add(kind, at, anchorLength + length);
        }
    }

    // Wrong check digits prove nothing: whoever may alter one letter of a text could otherwise carry a token past us.
    private bool IsProved(ReadOnlySpan<char> body) => Checked is { } length && body.Length >= length && Base62Checksum.Holds(body[..length]);
}
