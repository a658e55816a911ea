using System.Text;

namespace Harombe.Core.Schemas.Patterns;

/// <summary>A place in a pattern. Reads whole code points; an unpaired surrogate reads as U+FFFD, which no well-formed text makes it match by accident.</summary>
internal sealed class PatternCursor(string source)
{
    public int Position { get; private set; }

    public bool AtEnd => Position >= source.Length;

    public char Peek => source[Position];

    public char Previous => source[Position - 1];

    public ReadOnlySpan<char> Rest => source.AsSpan(Position);

    public Rune Next()
    {
        Rune.DecodeFromUtf16(Rest, out var rune, out var length);
        Position += Math.Max(1, length);
        return rune;
    }

    public bool Take(char expected)
    {
        if (AtEnd || Peek != expected)
            return false;
        Position++;
        return true;
    }

    public bool Take(string expected)
    {
        if (!Rest.StartsWith(expected, StringComparison.Ordinal))
            return false;
        Position += expected.Length;
        return true;
    }

    public void Advance(int count) => Position += count;

    public void SkipPast(char last)
    {
        while (!AtEnd && !Take(last))
            Position++;
    }
}
