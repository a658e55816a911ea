using System.Globalization;
using System.Text;
using CsCheck;
using Harombe.Core.Display;

namespace Harombe.Tests.Display;

public sealed class VisibleTextTests
{
    // Plain text, what steers a terminal, what reorders or hides, halves of pairs, and what is not assigned.
    private static readonly Gen<string> Tricky = Gen.Frequency(
        (4, Gen.Char[' ', '~'].Select(c => c.ToString())),
        (1, Gen.String),
        (3, Gen.OneOf("\u001b[2J", "\r", "\n", "\t", "\u202e", "\u2066", "\u200b", "\u200d", "\ufeff", "\u2028", "\u2029", "\ue000", "\udb40\udc41", "\ud83d", "\udc00", "\u0378", "\u009b", "é", "漢", "😀")))
        .Array[0, 40].Select(string.Concat);

    [Theory]
    [InlineData("plain — ü 漢 😀", "plain — ü 漢 😀")]
    [InlineData("\u001b[2Jgone", @"\u{1b}[2Jgone")]
    [InlineData("a\rb", @"a\u{d}b")]
    [InlineData("safe\u202Eexe.txt", @"safe\u{202e}exe.txt")]
    [InlineData("a\u200Bb", @"a\u{200b}b")]
    [InlineData("a\u009Bb", @"a\u{9b}b")]
    [InlineData("two\nlines", @"two\u{a}lines")]
    public void Text_can_neither_steer_a_screen_nor_hide(string text, string shown) => Assert.Equal(shown, VisibleText.Line(text));

    [Fact]
    public void Lines_keep_line_breaks_and_tabs_only() => Assert.Equal("a\n\tb\\u{d}", VisibleText.Lines("a\n\tb\r"));

    [Fact]
    public void Whatever_comes_in_nothing_that_steers_or_hides_goes_out() => Tricky.Sample(text =>
    {
        Assert.False(VisibleText.Hides(VisibleText.Line(text)));
        Assert.DoesNotContain(VisibleText.Lines(text).EnumerateRunes(), rune => VisibleText.Hides(rune) && rune.Value is not ('\n' or '\t'));
    });

    [Fact]
    public void Text_without_such_a_character_stays_as_it_is_and_a_second_time_changes_nothing() => Tricky.Sample(text =>
    {
        var line = VisibleText.Line(text);
        Assert.Equal(line, VisibleText.Line(line));
        Assert.Equal(!VisibleText.Hides(text), line == WellFormed(text));
        Assert.Equal(VisibleText.Lines(text).Replace("\n", @"\u{a}", StringComparison.Ordinal).Replace("\t", @"\u{9}", StringComparison.Ordinal), line);
    });

    [Fact]
    public void Nothing_else_of_the_text_is_left_out_or_moved() => Tricky.Sample(text =>
        Assert.Equal(
            string.Concat(WellFormed(text).EnumerateRunes().Select(rune => VisibleText.Hides(rune) ? string.Create(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}") : rune.ToString())),
            VisibleText.Line(text)));

    [Fact]
    public void A_cut_line_is_as_long_as_was_said_and_through_no_character() => Gen.Select(Tricky, Gen.Int[2, 60]).Sample((text, longest) =>
    {
        var (whole, cut) = (VisibleText.Line(text), VisibleText.Line(text, longest));
        Assert.InRange(cut.Length, 0, longest);
        Assert.Equal(WellFormed(cut), cut);
        Assert.True(whole.Length <= longest ? cut == whole : cut.EndsWith('…') && whole.StartsWith(cut[..^1], StringComparison.Ordinal) && cut.Length >= longest - 1);
    });

    [Theory]
    [InlineData("abcdef", 4, "abc…")]
    [InlineData("abcd", 4, "abcd")]
    [InlineData("ab😀def", 4, "ab…")]
    public void Long_line_is_cut_between_characters(string text, int longest, string shown) => Assert.Equal(shown, VisibleText.Line(text, longest));

    // Half a pair is no character; what is shown in its place is the one that stands for such.
    private static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
