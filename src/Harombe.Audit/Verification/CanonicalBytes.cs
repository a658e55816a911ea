using System.Buffers;

namespace Harombe.Audit.Verification;

/// <summary>Walks over JSON in canonical form. False is "not sure": what is rare is refused like what is wrong.</summary>
internal ref struct CanonicalBytes(ReadOnlySpan<byte> bytes)
{
    // What ends the plain part of a string.
    private static readonly SearchValues<byte> Special = SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, 0x20).Select(control => (byte)control)]);

    private readonly ReadOnlySpan<byte> bytes = bytes;
    private int at;

    /// <summary>Where the walk has come to.</summary>
    public readonly int At => at;

    public readonly bool AtEnd => at == bytes.Length;

    /// <summary>The next byte; 0 at the end.</summary>
    public readonly byte Next => at < bytes.Length ? bytes[at] : (byte)0;

    /// <summary>What was walked over since a place.</summary>
    public readonly ReadOnlySpan<byte> Since(int start) => bytes[start..at];

    public bool Takes(byte one)
    {
        var there = at < bytes.Length && bytes[at] == one;
        at += there ? 1 : 0;
        return there;
    }

    public bool Takes(ReadOnlySpan<byte> word)
    {
        var there = bytes[at..].StartsWith(word);
        at += there ? word.Length : 0;
        return there;
    }

    /// <summary>A string, with its escapes as they stand.</summary>
    public bool Text(out ReadOnlySpan<byte> text, out bool escaped)
    {
        text = default;
        escaped = false;
        if (!Takes((byte)'"'))
        {
            return false;
        }

        for (var start = at; ; escaped = true)
        {
            var plain = bytes[at..].IndexOfAny(Special);
            if (plain < 0)
            {
                return false;
            }

            at += plain;
            if (bytes[at] == '"')
            {
                text = bytes[start..at++];
                return true;
            }

            // An escape of two characters in its one form; the long ones are rare.
            if (bytes[at] != '\\' || at + 1 >= bytes.Length || bytes[at + 1] is not ((byte)'"' or (byte)'\\' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t'))
            {
                return false;
            }

            at += 2;
        }
    }

    /// <summary>A whole number that is not negative.</summary>
    public bool Digits()
    {
        var rest = bytes[at..];
        var length = rest.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (length is < 1 or > 15 || (rest[0] == '0' && length > 1))
        {
            return false;
        }

        at += length;
        return true;
    }
}
