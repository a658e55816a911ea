using System.Buffers;
using Harombe.Secrets.Scanning.Randomness;
using Harombe.Secrets.Scanning.Shapes;

namespace Harombe.Secrets.Scanning.Formats;

/// <summary>
/// Kinds that no fixed letters announce. Twilio: twilio.com "API keys" (SK, AC and 32 hexadecimal digits). Azure storage and Cosmos: keys of 64 bytes in
/// base64. Mailgun: sending keys of 32, 8 and 8. Discord: developer documents "Authentication" (bot id in base64, time, HMAC). Ably: "API keys" (an id with a
/// point in it, a colon, 43). Asana: personal access tokens (a digit, two numbers, a colon, 32 hexadecimal digits).
/// </summary>
internal static class RunFormats
{
    public static readonly IRunFormat[] All =
    [
        new OfLength("Twilio key", 34, 34, "SK{Hex:32}"),
        new TwilioPair(),
        new OfLength("Azure account key", 86, 86, "{b64:86}==") { NotBehind = ["sig", "sha512", "sha-512", "integrity"] },
        new OfLength("TrueNAS key", 66, 68, "{digit:1-3}-{word:64}"),
        new OfLength("Quay robot token", 32, 80, "{UP:32-80}") { Behind = "+" },
        new OfLength("Ably key", 43, 43, "{url:43}") { Behind = ".", LongestName = 16 },
        new OfLength("Asana token", 29, 37, "{digit:1}/{digit:13-17}/{digit:13-17}:{hex:32}"),
        new PrefixedToken(),
        new OfLength("Mailgun sending key", 50, 50, "{hex:32}-{hex:8}-{hex:8}"),
        new OfLength("Discord bot token", 24, 28, "{url:24-28}.{url:6-7}.{url:27-38}") { Begins = "MNO" },
    ];

    public static void Check(ReadOnlySpan<char> text, int at, int length, ref FindingSink sink)
    {
        foreach (var format in All)
        {
            format.Check(text, at, length, ref sink);
        }
    }

    private const int NearBefore = 24;

    private static readonly SearchValues<char> NotOfNames = SearchValues.Create(" \t\r\n\"'=/");

    private sealed class OfLength(string kind, int least, int most, params string[] patterns) : IRunFormat
    {
        private readonly Shape[] shapes = [.. patterns.Select(pattern => new Shape(pattern))];

        public string Begins { get; init; } = "";

        /// <summary>What the name holds that stands before it with a colon between them.</summary>
        public string Behind { get; init; } = "";

        /// <summary>How long that name is at most.</summary>
        public int LongestName { get; init; } = 120;

        /// <summary>What the line must not say before it: signatures and digests have the length of keys.</summary>
        public string[] NotBehind { get; init; } = [];

        public void Check(ReadOnlySpan<char> text, int at, int length, ref FindingSink sink)
        {
            if (length < least || length > most || (Begins.Length > 0 && !Begins.Contains(text[at], StringComparison.Ordinal)) || (Behind.Length > 0 && !IsBehind(text[..at]))
                || IsSaid(text[Math.Max(0, at - NearBefore)..at]))
            {
                return;
            }

            foreach (var shape in shapes)
            {
                if (shape.TryFrom(text, at, out var end) && Entropy.Of(text[at..end]) >= Entropy.Floor(end - at) && !Examples.Are(text[at..end])
                    && !Wording.IsWords(text[at..end]))
                {
                    sink.Add(kind, at, end - at);
                    return;
                }
            }
        }

        private bool IsSaid(ReadOnlySpan<char> before)
        {
            foreach (var word in NotBehind)
            {
                if (before.Contains(word, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }

            return false;
        }

        private bool IsBehind(ReadOnlySpan<char> before)
        {
            before = before[Math.Max(0, before.Length - LongestName - 2)..];
            var name = before[(before.LastIndexOfAny(NotOfNames) + 1)..];
            return name.EndsWith(":") && name.Length <= LongestName + 1 && name.Contains(Behind, StringComparison.Ordinal);
        }
    }
}
