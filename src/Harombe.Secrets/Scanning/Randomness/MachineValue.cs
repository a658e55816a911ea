using System.Buffers;

namespace Harombe.Secrets.Scanning.Randomness;

/// <summary>Whether a value looks drawn by a machine: not words, nor numbers, nor what programs put together from them.</summary>
internal static class MachineValue
{
    private const int Longest = 512;
    private const int LeastPart = 8;

    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdef-");
    private static readonly SearchValues<char> HexadecimalCapitals = SearchValues.Create("0123456789ABCDEF-");
    private static readonly SearchValues<char> Separators = SearchValues.Create("-_./:, +@#");

    public static bool Is(ReadOnlySpan<char> value, int least)
    {
        value = value.TrimEnd('=');
        if (value.Length < least || value.Length > Longest || Entropy.Of(value) < Entropy.Floor(value.Length))
        {
            return false;
        }

        var wording = new Wording(value);
        if (wording.Letters == 0)
        {
            return false;
        }

        if (!value.ContainsAnyExcept(Hexadecimal) || !value.ContainsAnyExcept(HexadecimalCapitals))
        {
            return wording.Digits >= 2 && wording.Letters >= 2 && value.Length >= 16;
        }

        if (wording.Digits == 0)
        {
            return value.Length >= 16 && wording.Pairs >= 6 && wording.BitsAPair >= 5.1 && !value.ContainsAny("-. ");
        }

        return !wording.AreWords(value.Length) && HasRandomPart(value);
    }

    /// <summary>A digit between letters, with letters of both cases and nothing else: SHA256, Base64 and v1.2 are not like that.</summary>
    public static bool IsMixed(ReadOnlySpan<char> value) =>
        value.TrimEnd("0123456789").ContainsAnyInRange('0', '9') && value.ContainsAnyInRange('a', 'z') && value.ContainsAnyInRange('A', 'Z') && !value.ContainsAny('_', '-', '.');

    private static bool HasRandomPart(ReadOnlySpan<char> value)
    {
        while (!value.IsEmpty)
        {
            var end = value.IndexOfAny(Separators);
            var part = end < 0 ? value : value[..end];
            if (part.Length >= LeastPart && IsRandomPart(part))
            {
                return true;
            }

            value = end < 0 ? [] : value[(end + 1)..];
        }

        return false;
    }

    private static bool IsRandomPart(ReadOnlySpan<char> part)
    {
        var wording = new Wording(part);
        return wording.Letters > 0
            && (wording.Changes >= 3
                || (wording.Changes == 2 && (wording.Pairs < 4 || wording.BitsAPair >= 4.4))
                || (wording.Pairs >= 4 && wording.BitsAPair >= 5.1 && (wording.Digits > 0 || wording.Humps > 0)));
    }
}
