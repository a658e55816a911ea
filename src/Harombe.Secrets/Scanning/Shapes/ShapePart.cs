using System.Buffers;

namespace Harombe.Secrets.Scanning.Shapes;

/// <summary>One part of a shape: letters that stand as they are, or a run of characters of one alphabet.</summary>
/// <param name="Literal">The letters; empty for a run.</param>
/// <param name="Alphabet">What the run is written in; null for letters.</param>
/// <param name="Least">The least length of the run.</param>
/// <param name="Most">The greatest length of the run.</param>
internal sealed record ShapePart(string Literal, SearchValues<char>? Alphabet, int Least, int Most)
{
    /// <summary>Where the part ends that begins at <paramref name="at"/>; -1 when it doesn't. Runs are taken as long as they go.</summary>
    public int After(ReadOnlySpan<char> text, int at)
    {
        if (Alphabet is null)
        {
            return text[at..].StartsWith(Literal) ? at + Literal.Length : -1;
        }

        var length = Alphabets.Run(text, at, Alphabet, Most);
        return length >= Least ? at + length : -1;
    }

    /// <summary>Where the part begins that ends at <paramref name="at"/>; -1 when it doesn't.</summary>
    public int Before(ReadOnlySpan<char> text, int at)
    {
        if (Alphabet is null)
        {
            return text[..at].EndsWith(Literal) ? at - Literal.Length : -1;
        }

        var length = Alphabets.RunBefore(text, at, Alphabet, Most);
        return length >= Least ? at - length : -1;
    }
}
