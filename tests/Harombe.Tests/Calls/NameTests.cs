using CsCheck;
using Harombe.Core.Principals;
using Harombe.Core.Secrets;
using Harombe.Core.Tools;

namespace Harombe.Tests.Calls;

/// <summary>The names that policy and people write: of tools, of secrets, and the patterns over them.</summary>
public sealed class NameTests
{
    [Theory]
    [InlineData("files.read", "files_read")]
    [InlineData("github__create-issue", "github__create-issue")]
    [InlineData("a", "a")]
    [InlineData("A.b.C", "A_b_C")]
    public void A_tool_name_is_read_and_has_a_form_without_dots(string text, string wire)
    {
        Assert.True(ToolName.TryParse(text, out var name));
        Assert.Equal((text, wire), (name.Value, name.Wire));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("1a")]
    [InlineData(".a")]
    [InlineData("_a")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("a*")]
    [InlineData("ä")]
    [InlineData("a\n")]
    [InlineData("а.read")] // the first letter is Cyrillic
    [InlineData("a23456789012345678901234567890123456789012345678901234567890123456")]
    public void What_is_no_tool_name_is_not_read(string? text)
    {
        Assert.False(ToolName.TryParse(text, out var name));
        Assert.Equal("", name.Value);
        Assert.Throws<FormatException>(() => ToolName.Parse(text!));
    }

    [Fact]
    public void A_tool_name_of_sixty_four_characters_is_the_longest()
    {
        Assert.True(ToolName.TryParse(new string('a', 64), out _));
        Assert.False(ToolName.TryParse(new string('a', 65), out _));
    }

    [Theory]
    [InlineData("github/token", "github/token")]
    [InlineData("secret://github/token", "github/token")]
    [InlineData("a.b-c_d/0", "a.b-c_d/0")]
    public void A_secret_name_is_read_with_or_without_scheme(string text, string value)
    {
        Assert.True(SecretName.TryParse(text, out var name));
        Assert.Equal((value, "secret://" + value), (name.Value, name.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("secret://")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a//b")]
    [InlineData("../a")]
    [InlineData("a/..")]
    [InlineData("a/./b")]
    [InlineData("A")]
    [InlineData("a b")]
    [InlineData("a\\b")]
    [InlineData("secret://secret://a")]
    [InlineData("a\0")]
    public void What_is_no_secret_name_is_not_read(string? text) => Assert.False(SecretName.TryParse(text, out _));

    [Theory]
    [InlineData("*", "files.read", true)]
    [InlineData("files.*", "files.read", true)]
    [InlineData("files.*", "files.", true)]
    [InlineData("files.*", "files", false)]
    [InlineData("*.read", "files.read", true)]
    [InlineData("*.read", "files.read_all", false)]
    [InlineData("f*s.*d", "files.read", true)]
    [InlineData("**", "x", true)]
    [InlineData("files.read", "files.read", true)]
    [InlineData("files.read", "Files.read", false)]
    [InlineData("files?read", "files.read", false)]
    [InlineData("files.read*", "files.read", true)]
    [InlineData("", "", false)]
    [InlineData("", "x", false)]
    [InlineData("*a*b*", "xxbxxaxx", false)]
    [InlineData("a*a", "a", false)]
    public void A_pattern_covers_the_whole_name_or_none_of_it(string pattern, string name, bool covers) =>
        Assert.Equal(covers, new ToolGlob(pattern).Covers(name));

    [Fact]
    public void A_pattern_covers_what_a_slow_and_obvious_matcher_covers() =>
        Gen.Select(Gen.String[Gen.OneOf('a', 'b', '*'), 0, 10], Gen.String[Gen.OneOf('a', 'b', '*'), 0, 12]).Sample(
            (pattern, name) => Assert.Equal(pattern.Length > 0 && Covers(pattern, name), new ToolGlob(pattern).Covers(name)),
            iter: 50_000);

    [Fact]
    public void A_name_of_a_megabyte_and_a_hostile_pattern_come_to_an_end()
    {
        // A matcher that tries every split would need more steps than there are atoms; this one needs a million for each star at the most.
        var name = new string('a', 1_000_000);

        Assert.False(new ToolGlob(string.Concat(Enumerable.Repeat("*a", 40)) + "*b").Covers(name));
        Assert.True(new ToolGlob(string.Concat(Enumerable.Repeat("a*", 40))).Covers(name));
    }

    [Fact]
    public void The_default_pattern_covers_nothing()
    {
        Assert.False(default(ToolGlob).Covers(""));
        Assert.False(default(ToolGlob).Covers("files.read"));
    }

    [Fact]
    public void A_scope_covers_what_one_of_its_patterns_covers()
    {
        var scope = ToolScope.Of("files.*", "clock.now");

        Assert.True(scope.Covers(ToolName.Parse("files.read")));
        Assert.True(scope.Covers(ToolName.Parse("clock.now")));
        Assert.False(scope.Covers(ToolName.Parse("clock.zones")));
        Assert.Equal("files.*, clock.now", scope.ToString());
    }

    [Fact]
    public void A_scope_of_nothing_covers_nothing()
    {
        foreach (var scope in new[] { ToolScope.Nothing, ToolScope.Of(), new ToolScope(default), ToolScope.Of("") })
        {
            Assert.False(scope.Covers(ToolName.Parse("files.read")));
            Assert.False(scope.Covers(default));
        }

        Assert.True(ToolScope.Everything.Covers(ToolName.Parse("files.read")));
    }

    private static bool Covers(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        if (pattern.IsEmpty)
        {
            return name.IsEmpty;
        }

        return pattern[0] == '*'
            ? Covers(pattern[1..], name) || (!name.IsEmpty && Covers(pattern, name[1..]))
            : !name.IsEmpty && pattern[0] == name[0] && Covers(pattern[1..], name[1..]);
    }
}
