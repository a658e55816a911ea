using CsCheck;
using Harombe.Core.Secrets;
using Harombe.Secrets.Scanning;

namespace Harombe.Tests.Secrets.Scanning;

public sealed class ScannerPropertyTests
{
    // Letters of another script, so that prose can't hold five characters of a base62 secret by chance.
    private static readonly Gen<string> Around = Gen.String[Gen.Char["бвгдежзикл .,;:=\"'\n\t{}[]()<>/\\%&"], 0, 40];

    private static readonly Gen<string> Body = Gen.String[Gen.Char[Scans.Base62], 36, 36];

    private static readonly string[] Words =
    [
        "the", "a", "token", "secret", "password", "of", "is", "key", "bearer", "basic", "and", "was", "kept", "by", "her", "api_key",
        "client", "private", "letter", "that", "nobody", "reads", "twice", "2026", "https://x.test/path", "sk-", "ghp_", "eyJ", "AKIA", "-----BEGIN ",
    ];

    [Fact]
    public void Nothing_longer_than_four_characters_of_a_planted_token_is_left() =>
        Gen.Select(Around, Gen.OneOf("ghp_", "sk-", "npm_", "glpat-", "sk-ant-api03-", "xoxb-", "sk_live_"), Body, Around)
            .Sample((before, prefix, body, after) =>
                Survivor(body, Scans.Plain.Redact($"{before} {prefix}{body} {after}").Value) is null);

    [Fact]
    public void Nothing_longer_than_four_characters_of_an_issued_secret_is_left() =>
        Gen.Select(Around, Gen.String[Gen.Char[Scans.Base62], 10, 60], Around, Gen.String[Gen.Char[Scans.Base62], 10, 60], Around)
            .Sample((before, one, between, other, after) =>
            {
                var scanner = Scans.Knowing(("one", one), ("other", other));
                // No space needed around it: an issued value is known in the middle of a word.
                var clean = scanner.Redact($"{before}{one}{between}{other}{after}").Value;
                return Survivor(one, clean) is null && Survivor(other, clean) is null;
            });

    [Fact]
    public void Prose_about_secrets_holds_none() =>
        Gen.OneOf(Words).Array[0, 60].Sample(words => Scans.Plain.Scan(string.Join(' ', words)).Count == 0);

    [Fact]
    public void Findings_are_in_order_inside_the_text_and_apart() =>
        Gen.OneOf(Around, Body, Body.Select(b => "ghp_" + b), Gen.OneOf(Words), Gen.Const("password=Sup3r!Geheim ")).Array[0, 12]
            .Sample(parts =>
            {
                var text = string.Concat(parts);
                var end = 0;
                foreach (var finding in Scans.Knowing(("known", "Sup3r!Geheim")).Scan(text))
                {
                    if (finding.Start < end || finding.Length < 1)
                    {
                        return false;
                    }

                    end = finding.Start + finding.Length;
                }

                return end <= text.Length;
            });

    [Fact]
    public void Redacted_text_is_clean() =>
        Gen.Select(Around, Gen.OneOf("ghp_", "password=", "\"token\": \"", "https://ada:", "Bearer ", "hrb_c_"), Body, Around)
            .Sample((before, prefix, body, after) =>
            {
                var clean = Scans.Plain.Redact($"{before} {prefix}{body} {after}").Value;
                return Scans.Plain.Redact(clean).Value == clean;
            });

    [Fact]
    public void Any_text_at_all_is_scanned_without_an_exception() =>
        Gen.Select(Gen.String, Gen.OneOf(Words), Gen.String).Sample((a, word, b) => { Scans.Plain.Scan(a + word + b); });

    [Fact]
    public void Clean_text_costs_no_allocation()
    {
        var scanner = Scans.Knowing(("one", Scans.Random(Scans.Base62, 40)), ("two", Scans.Random(Scans.Base62, 20, seed: 2)));
        var text = string.Join(' ', Enumerable.Repeat(string.Join(' ', Words), 8));
        for (var i = 0; i < 100; i++)
        {
            Assert.Empty(scanner.Scan(text));
        }

        // The least of many rounds: what the collector takes out of a pool meanwhile is made again once, and the compiler boxes a range's ends until it does its best; what
        // a scan needs is made every time.
        var least = long.MaxValue;
        for (var round = 0; round < 20_000 && least > 0; round++)
        {
            least = Math.Min(least, Allocated(scanner, text));
        }

        Assert.Equal(0, least);
    }

    private static long Allocated(SecretScanner scanner, string text)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            scanner.Scan(text);
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static string? Survivor(string secret, string text) =>
        Enumerable.Range(0, secret.Length - 4).Select(at => secret.Substring(at, 5)).FirstOrDefault(piece => text.Contains(piece, StringComparison.Ordinal));
}
