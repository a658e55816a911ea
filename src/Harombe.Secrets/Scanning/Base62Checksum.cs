namespace Harombe.Secrets.Scanning;

/// <summary>
/// The check digits of GitHub's and npm's tokens: CRC-32 (IEEE) of the random part, as six base62 digits (0-9, A-Z, a-z).
/// </summary>
internal static class Base62Checksum
{
    public const int Length = 6;

    /// <summary>Whether the last six characters are right for those before.</summary>
    public static bool Holds(ReadOnlySpan<char> body)
    {
        if (body.Length <= Length)
        {
            return false;
        }

        var claimed = 0UL;
        foreach (var c in body[^Length..])
        {
            claimed = (claimed * 62) + (c switch
            {
                >= '0' and <= '9' => (ulong)(c - '0'),
                >= 'A' and <= 'Z' => (ulong)(c - 'A' + 10),
                >= 'a' and <= 'z' => (ulong)(c - 'a' + 36),
                _ => ulong.MaxValue >> 8,
            });
        }

        return claimed == Of(body[..^Length]);
    }

    /// <summary>CRC-32 of an ASCII text. Runs on hits only, so that a table is not worth its cache lines.</summary>
    public static uint Of(ReadOnlySpan<char> ascii)
    {
        var crc = uint.MaxValue;
        foreach (var c in ascii)
        {
            crc ^= (byte)c;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ (0xEDB88320 & (uint)-(int)(crc & 1));
            }
        }

        return ~crc;
    }
}
