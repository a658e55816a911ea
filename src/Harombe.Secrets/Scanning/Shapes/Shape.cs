using System.Buffers;

namespace Harombe.Secrets.Scanning.Shapes;

/// <summary>
/// What a secret of one kind looks like, as providers describe it: <c>PMAK-{hex:24}-{hex:34}</c>. A run is <c>{alphabet:length}</c>,
/// <c>{alphabet:least-most}</c> or <c>{alphabet:least+}</c>, by the names in <see cref="Alphabets"/>; <c>{uuid}</c> is one. Everything
/// else stands for itself. Matching takes each run as long as it goes and never turns back, so its time is linear; neighbouring parts
/// must therefore not share characters. Immutable.
/// </summary>
internal sealed class Shape
{
    /// <summary>No token is longer; it keeps a text of nothing but beginnings from costing more than its length.</summary>
    public const int Longest = 4096;

    private static readonly SearchValues<char> Marks = SearchValues.Create("_-.~:/");

    private readonly ShapePart[] parts;
    private readonly int anchor;

    public Shape(string pattern)
    {
        parts = ShapeReader.Read(pattern);
        anchor = Array.FindIndex(parts, part => part.Literal.Length == parts.Max(other => other.Literal.Length));
    }

    /// <summary>The longest stretch of letters that no instance lacks; empty when there is none.</summary>
    public string Anchor => parts[anchor].Literal;

    /// <summary>Whether the anchor is so unusual that what follows it needs no exact length to be known.</summary>
    public bool IsDistinctive => anchor == 0 && (Anchor.Length >= 6 || (Anchor.Length >= 4 && Anchor.AsSpan().ContainsAny(Marks)));

    /// <summary>Whether the whole text is of this shape.</summary>
    public bool IsAll(ReadOnlySpan<char> text) => After(text, 0, 0) == text.Length;

    /// <summary>Where an instance stands whose anchor begins at <paramref name="at"/>.</summary>
    public bool TryMatch(ReadOnlySpan<char> text, int at, out int start, out int end)
    {
        end = After(text, at, anchor);
        start = at;
        for (var part = anchor - 1; part >= 0 && start >= 0; part--)
        {
            start = parts[part].Before(text, start);
        }

        return start >= 0 && end >= 0 && IsWhole(text, ref end);
    }

    /// <summary>Where an instance ends that begins at <paramref name="at"/>.</summary>
    public bool TryFrom(ReadOnlySpan<char> text, int at, out int end)
    {
        end = After(text, at, 0);
        return end >= 0 && IsWhole(text, ref end);
    }

    private int After(ReadOnlySpan<char> text, int at, int part)
    {
        for (; part < parts.Length && at >= 0; part++)
        {
            at = parts[part].After(text, at);
        }

        return at;
    }

    /// <summary>A run that goes on is something else, unless its beginning leaves no doubt: then it is taken whole, whatever is glued to it.</summary>
    private bool IsWhole(ReadOnlySpan<char> text, ref int end)
    {
        if (parts[^1].Alphabet is not { } alphabet)
        {
            return true;
        }

        var more = Alphabets.Run(text, end, alphabet, Longest);
        if (more > 0 && !IsDistinctive)
        {
            return false;
        }

        end += more;
        return true;
    }
}
