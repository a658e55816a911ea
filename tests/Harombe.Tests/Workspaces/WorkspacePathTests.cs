using CsCheck;
using Harombe.Agent.Workspaces;

namespace Harombe.Tests.Workspaces;

public sealed class WorkspacePathTests
{
    [Theory]
    [InlineData("notes.txt")]
    [InlineData("a/b/c")]
    [InlineData(".hidden")]
    [InlineData("ein Brief.md")]
    [InlineData("файл/日本語.txt")]
    [InlineData("a..b")]
    [InlineData("console.txt")]
    [InlineData("COM10")]
    public void Plain_relative_path_is_read_as_it_is(string text)
    {
        Assert.True(WorkspacePath.TryParse(text, out var path, out _));
        Assert.Equal(text, path.Value);
        Assert.Equal(text.Split('/'), path.Parts);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("/etc/passwd", "is absolute")]
    [InlineData("~/x", "is absolute")]
    [InlineData("a\\b", "has a backslash")]
    [InlineData("C:x", "has a colon")]
    [InlineData("a.txt:stream", "has a colon")]
    [InlineData("a//b", "has an empty part")]
    [InlineData("a/", "has an empty part")]
    [InlineData(".", "made of dots")]
    [InlineData("a/../b", "made of dots")]
    [InlineData("a/...", "made of dots")]
    [InlineData("a/\uFF0E\uFF0E", "made of dots")]
    [InlineData("%2e%2E/x", "encoded dot")]
    [InlineData("a%2Fb", "encoded dot")]
    [InlineData("..\u2215x", "looks like a separator")]
    [InlineData("..\uFF0Fx", "looks like a separator")]
    [InlineData("a.", "ends with a dot or a space")]
    [InlineData("a ", "ends with a dot or a space")]
    [InlineData("a /b", "ends with a dot or a space")]
    [InlineData(".. /b", "ends with a dot or a space")]
    [InlineData("a\0b", "control character")]
    [InlineData("a\nb", "control character")]
    [InlineData("a\u202Etxt.exe", "invisible character")]
    [InlineData("a\u200Bb", "invisible character")]
    [InlineData("nul", "reserves for a device")]
    [InlineData("x/CON.txt", "reserves for a device")]
    [InlineData("Lpt1", "reserves for a device")]
    [InlineData("com¹.log", "reserves for a device")]
    public void Path_with_a_trick_in_it_is_refused(string text, string why)
    {
        Assert.False(WorkspacePath.TryParse(text, out _, out var reason));
        Assert.Equal("workspace.path", reason.Rule);
        Assert.Contains(why, reason.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(reason.Message, char.IsControl);
    }

    [Fact]
    public void Half_of_a_character_is_refused()
    {
        Assert.False(WorkspacePath.TryParse("a\uD800b", out _, out var reason));
        Assert.Contains("half of a character", reason.Message, StringComparison.Ordinal);
        Assert.Contains("\\ud800", reason.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(256, 1, "has a name longer than 255 bytes")]
    [InlineData(200, 6, "is longer than 1024 bytes")]
    public void Overlong_name_or_path_is_refused(int name, int parts, string why)
    {
        Assert.False(WorkspacePath.TryParse(string.Join('/', Enumerable.Repeat(new string('a', name), parts)), out _, out var reason));
        Assert.Contains(why, reason.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_is_accepted_stays_below_the_workspace() =>
        Gen.OneOf(Gen.Const("."), Gen.Const("/"), Gen.Const(".."), Gen.Const("a"), Gen.Const("\\"), Gen.Char.Select(c => c.ToString())).Array[0, 12]
            .Select(string.Concat)
            .Sample(text => !WorkspacePath.TryParse(text, out var path, out _)
                || (Path.GetFullPath(Path.Combine("/w", path.Value)) == "/w/" + text && path.Parts.All(part => part is not ("" or "." or ".."))));
}
