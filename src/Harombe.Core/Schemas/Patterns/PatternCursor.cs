using System.Text;

namespace Harombe.Core.Schemas.Patterns;

/// <summary>A place in a pattern. Reads whole code points, because that is what a pattern with the u flag is made of.</summary>
internal sealed class PatternCursor(string source)
{
    private int _position;

    public bool AtEnd => _position >= source.Length;

    public char Peek => source[_position];

    public char Previous => source[_position - 1];

    public ReadOnlySpan<char> Rest => source.AsSpan(_position);

    public Rune Next()
    {
        Rune.DecodeFromUtf16(Rest, out var rune, out var length);
        _position += Math.Max(1, length);
        return rune;
    }

    public bool Take(char expected)
    {
        if (AtEnd || Peek != expected)
            return false;
        _position++;
        return true;
    }

    public bool Take(string expected)
    {
        if (!Rest.StartsWith(expected, StringComparison.Ordinal))
            return false;
        _position += expected.Length;
        return true;
    }

    public void Advance(int count) => _position += count;

    public void SkipPast(char last)
    {
        while (!AtEnd && !Take(last))
            _position++;
    }
}
