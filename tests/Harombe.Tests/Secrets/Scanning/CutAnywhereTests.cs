using CsCheck;
using Harombe.Core.Secrets;
using Harombe.Secrets.Scanning;
using Harombe.Secrets.Scanning.Formats;
using Harombe.Testing;

namespace Harombe.Tests.Secrets.Scanning;

/// <summary>Whatever comes, in whatever order, cut at whatever place: each answer of the scanner lies in the text, and no exception comes instead.</summary>
public sealed class CutAnywhereTests
{
    private static readonly string[] Anchors = [.. KnownFormats.All.SelectMany(format => format.Anchors).Select(anchor => anchor.Text).Distinct()];

    private static readonly string[] Marks =
    [
        "\"", "'", "`", " ", "\n", "\r\n", "\t", ":", "=", "|", ",", ";", "-", "--", "-----", "\\", "\\n", "\\u", "\\u00", "%", "%2", "%20", "&", "&#", "&#x", "(", ")", "[", "]", "{", "}", "<", ">", "</", "/", "//", "@", "$", "#", "*", "?", "+", "~", "^", "!",
        "_", ".", "..", "0", "9", "a", "Z", "Rk83vQm#z", "k3J9xQw82mZpL4vB7nR1tY", "\0", "\u0001", "\u007f", "\u0080", "é", "\ud835", "\udc00", "\ud83d\ude00", "\udfff", "\uffff", "\ufeff", "\u200b", "！", "а", "：", "“", "AAAA", "H4sI", "eyJ", "4141", "R3JlZW5NZWFkb3c3MQ==",
        "</key>", "<string>", "value", "|---|---|", "user,password", ";s:99999:", "- ", "\n  - ", "data:\n", "---\n", "correct horse ", "correct horse battery staple 7",
    ];

    private static readonly ISecretScanner Scanner = Scans.Knowing(("door", "correct horse battery staple 7"), ("token", "k3J9xQw82mZpL4vB7nR1tY"));

    [Fact]
    public void Nothing_but_findings_within_the_text_comes_of_any_text()
    {
        var piece = Gen.Frequency(
            (4, Gen.Int[0, Anchors.Length - 1].Select(at => Anchors[at])),
            (4, Gen.Int[0, Marks.Length - 1].Select(at => Marks[at])),
            (1, Gen.Int[0, Anchors.Length - 1].Select(Gen.Int[0, 20], (at, length) => Anchors[at][..Math.Min(length, Anchors[at].Length)])),
            (1, Gen.String[Gen.Char, 0, 12]));
        piece.Array[0, 14].Select(string.Concat).Sample(
            text =>
            {
                for (var cut = 0; cut <= text.Length; cut++)
                {
                    Within(text.AsSpan(0, cut), cut / 2);
                }
            },
            iter: Rounds.Of(quick: 2_000, full: 100_000));
    }

    private static void Within(ReadOnlySpan<char> text, int from)
    {
        var at = 0;
        foreach (var finding in Scanner.Scan(text))
        {
            Assert.True(finding.Start >= at && finding.Length > 0 && finding.Start + finding.Length <= text.Length, $"{finding} in {text.Length}");
            at = finding.Start + finding.Length;
        }

        Assert.InRange(Scanner.SettledLength(text, from), from, text.Length);
        Assert.InRange(Scanner.SettledLength(text, 0), 0, text.Length);
        var (start, length) = Scanner.HeadOf(text).GetOffsetAndLength(text.Length);
        Assert.True(length == 0 || start + length <= text.Length);
    }
}
