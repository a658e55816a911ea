using CsCheck;
using Harombe.Secrets.Scanning;
using Harombe.Testing;

namespace Harombe.Tests.Secrets.Scanning;

public sealed class AnchorIndexTests
{
    private static readonly string[] Texts = ["key", "sk-", "aws_", "Token", "secret", "secret_key", "secretariat", "-----BEGIN ", "eyJ", "://", "пар", "密码：", "密码是：", "abcdefg", "abcdefgh", "abcdefgx"];

    private static readonly Words[] Formats = [.. Texts.Select(text => new Words(Anchor.Exact(text))), new Words(Anchor.AnyCase("pass", "key", "bearer", "api_key"))];

    private static readonly AnchorIndex Index = new(Formats);

    // Pieces of anchors, their neighbours under the fold, and what lies beyond ASCII, over more than one block.
    private static readonly Gen<string> Text = Gen.OneOf(
            Gen.OneOf<string>([.. Texts, "PASS", "kEy", "toKen", "abcdef", "K\u0005y", "\u0100", "é", "ключ", "\0", "@[`{", "ſ", "K"]),
            Gen.String[Gen.Char["kesyKESY-_:/.пар密码：是\u007f "], 0, 6])
        .Array[0, 120].Select(string.Concat);

    [Fact]
    public void Every_anchor_is_found_where_it_stands_and_nowhere_else() =>
        Text.Sample(
            text =>
            {
                var found = Scan(text);
                Assert.Equal(Expected(text), found);
            },
            iter: Rounds.Of(quick: 2_000, full: 50_000));

    [Fact]
    public void An_anchor_is_found_at_every_place_of_a_block_and_over_its_border()
    {
        for (var before = 0; before < 600; before++)
        {
            Assert.Equal([(before, "key"), (before, "key")], Scan(new string('.', before) + "key"));
            Assert.Equal([(before, "secretariat"), (before, "secret")], Scan(new string('.', before) + "secretariat"));
        }
    }

    private static List<(int At, string Anchor)> Scan(string text)
    {
        var sink = default(FindingSink);
        Index.Scan(text, ref sink);
        var found = Words.Seen.Select(at => (at.At, text.Substring(at.At, at.Length).ToLowerInvariant())).ToList();
        Words.Seen.Clear();
        return found;
    }

    private static List<(int At, string Anchor)> Expected(string text) =>
        [.. Enumerable.Range(0, text.Length).SelectMany(at => Formats.SelectMany(format => format.Anchors)
            .Where(anchor => string.Compare(text, at, anchor.Text, 0, anchor.Text.Length, anchor.IgnoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal) == 0)
            .OrderByDescending(anchor => anchor.Text.Length)
            .Select(anchor => (at, text.Substring(at, anchor.Text.Length).ToLowerInvariant())))];

    private sealed class Words(Anchor[] anchors) : ISecretFormat
    {
        [ThreadStatic]
        private static List<(int At, int Length)>? seen;

        public static List<(int At, int Length)> Seen => seen ??= [];

        public string Kind => "a word";

        public IReadOnlyList<Anchor> Anchors => anchors;

        public void Check(ReadOnlySpan<char> text, int at, int anchorLength, ref FindingSink sink) => Seen.Add((at, anchorLength));
    }
}
