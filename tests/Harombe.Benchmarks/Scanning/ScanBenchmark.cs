using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Harombe.Core.Secrets;
using Harombe.Secrets.Scanning;
using Harombe.Secrets.Scanning.Issued;

namespace Harombe.Benchmarks.Scanning;

/// <summary>
/// Scans a labelled set: how many of its secrets are found, how many of what is flagged are secrets, what a redaction leaves, and how fast on one core.
/// The last line printed is JSON.
/// </summary>
internal static partial class ScanBenchmark
{
    [GeneratedRegex(@"\[redacted: [^\]]*\]|⟦[^⟧]*⟧")]
    private static partial Regex Labels { get; }

    private const int LongestPiece = 4;
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(6);

    public static int Run(string[] args)
    {
        if (args is not [var file, .. var flags])
        {
            Console.Error.WriteLine("Say which set: --scan <jsonl> [--misses]");
            return 64;
        }

        var lines = File.ReadLines(file).Where(line => line.Length > 0).Select(line => JsonSerializer.Deserialize(line, ScanJson.Default.ScanLine)!).ToArray();
        var scanner = new SecretScanner(new IssuedSecrets());
        var (found, secrets, flagged, clean, leaked) = (0, 0, 0, 0, 0);
        foreach (var line in lines)
        {
            var findings = scanner.Scan(line.Text);
            var isSecret = line.Label == "secret";
            secrets += isSecret ? 1 : 0;
            clean += isSecret ? 0 : 1;
            found += isSecret && findings.Count > 0 ? 1 : 0;
            flagged += !isSecret && findings.Count > 0 ? 1 : 0;
            leaked += isSecret && findings.Count > 0 && Leaks(scanner, line, findings) ? 1 : 0;
            if (flags.Contains("--misses") && isSecret != findings.Count > 0)
            {
                Console.WriteLine($"{(isSecret ? "missed" : "flagged")} {line.Rule}: {Shown(line.Text)}{(isSecret ? "" : $"  <- {findings[0].Kind}: {Shown(line.Text.Substring(findings[0].Start, findings[0].Length))}")}");
            }
            else if (flags.Contains("--misses") && isSecret && Leaks(scanner, line, findings))
            {
                Console.WriteLine($"leaked {line.Rule}: {Shown(line.Text)} -> {Shown(scanner.Redact(line.Text).Value)}");
            }
        }

        Console.WriteLine($"{secrets} secrets, {found} found; {clean} clean, {flagged} flagged ({Share(flagged, clean)}); {leaked} leaked after redaction");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"recall\":{Share(found, secrets)},\"precision\":{Share(found, found + flagged)},\"leak\":{Share(leaked, found)},\"mb_per_s\":{Speed(scanner, lines):0.0}}}"));
        return 0;
    }

    /// <summary>Whether the redacted text still shows a piece of the secret, or of what was found, or something to find.</summary>
    private static bool Leaks(SecretScanner scanner, ScanLine line, IReadOnlyList<Finding> findings)
    {
        var redacted = scanner.Redact(line.Text).Value;
        if (scanner.Scan(redacted).Count > 0)
        {
            return true;
        }

        return line.Secret is { } secret
            ? Shows(Labels.Replace(redacted, ""), secret, line.Text.Replace(secret, "", StringComparison.Ordinal))
            : findings.Any(finding => finding.Length > 12 && redacted.Contains(line.Text.Substring(finding.Start, finding.Length), StringComparison.Ordinal));
    }

    // What also stands elsewhere in the text is no piece of the secret: github.com behind a token that begins with the same letters.
    private static bool Shows(string text, string secret, string around) => secret.Length > LongestPiece && Enumerable.Range(0, secret.Length - LongestPiece)
        .Select(at => secret.Substring(at, LongestPiece + 1))
        .Any(piece => text.Contains(piece, StringComparison.Ordinal) && !around.Contains(piece, StringComparison.Ordinal));

    private static double Speed(SecretScanner scanner, ScanLine[] lines)
    {
        var bytes = lines.Sum(line => Encoding.UTF8.GetByteCount(line.Text));
        var best = 0.0;
        // The compiler needs some seconds of calls to do its best; what is slower before doesn't count.
        var since = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(since) < Least)
        {
            var start = Stopwatch.GetTimestamp();
            foreach (var line in lines)
            {
                scanner.Scan(line.Text);
            }

            best = Math.Max(best, bytes / Stopwatch.GetElapsedTime(start).TotalSeconds / 1e6);
        }

        return best;
    }

    private static string Share(int part, int whole) => (whole == 0 ? 0 : (double)part / whole).ToString("0.0000", CultureInfo.InvariantCulture);

    private static string Shown(string text) => JsonSerializer.Serialize(text.Length > 240 ? text[..240] + "…" : text);
}
