using System.Text.Json;
using CsCheck;
using Harombe.Host.Commands.Chat;
using Harombe.Host.Commands.Terminals;

namespace Harombe.HostTests.Commands;

public sealed class VisibleTextTests
{
    [Theory]
    [InlineData("plain — ü 漢 😀", "plain — ü 漢 😀")]
    [InlineData("\u001b[2Jgone", @"\u{1b}[2Jgone")]
    [InlineData("a\rb", @"a\u{d}b")]
    [InlineData("safe\u202Eexe.txt", @"safe\u{202e}exe.txt")]
    [InlineData("a\u200Bb", @"a\u{200b}b")]
    [InlineData("a\u009Bb", @"a\u{9b}b")]
    [InlineData("two\nlines", @"two\u{a}lines")]
    public void Text_can_neither_steer_the_terminal_nor_hide(string text, string shown) => Assert.Equal(shown, VisibleText.Line(text));

    [Fact]
    public void Lines_keep_line_breaks_and_tabs_only() => Assert.Equal("a\n\tb\\u{d}", VisibleText.Lines("a\n\tb\r"));

    [Fact]
    public void Whatever_comes_in_no_control_character_goes_out() =>
        Gen.String.Sample(text => VisibleText.Line(text).All(c => !char.IsControl(c)) && VisibleText.Lines(text).All(c => !char.IsControl(c) || c is '\n' or '\t'));

    [Theory]
    [InlineData("abcdef", 4, "abc…")]
    [InlineData("abcd", 4, "abcd")]
    [InlineData("ab😀def", 4, "ab…")]
    public void Long_line_is_cut_between_characters(string text, int longest, string shown) => Assert.Equal(shown, VisibleText.Line(text, longest));

    [Fact]
    public void Arguments_are_shown_whole_and_no_value_can_pretend_to_be_a_member()
    {
        using var arguments = JsonDocument.Parse("""{"path":"a\n\"to\": \"b\"","text":"\u001b[1A\u202e","long":"LONG"}""".Replace("LONG", new string('x', 500), StringComparison.Ordinal));
        Assert.Equal(
            ["{", """  "path": "a\n\"to\": \"b\"",""", "  \"text\": \"\\u001B[1A\\u{202e}\",", $"  \"long\": \"{new string('x', 500)}\"", "}"],
            ExactArguments.Lines(arguments.RootElement));
    }
}
