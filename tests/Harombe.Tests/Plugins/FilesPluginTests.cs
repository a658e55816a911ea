using Harombe.Core.Plugins;
using Harombe.Tests.PluginLoading;

namespace Harombe.Tests.Plugins;

public sealed class FilesPluginTests : IDisposable
{
    private readonly BuiltInPlugins plugins = new();

    public void Dispose() => plugins.Dispose();

    [Fact]
    public async Task Day_with_a_file_goes_as_a_model_would_expect()
    {
        Assert.Equal("Wrote notes/a.md (8 bytes).", await CallAsync("write", """{"path":"notes/a.md","content":"one\ntwo\n"}"""));
        Assert.Equal("Appended to notes/a.md (13 bytes).", await CallAsync("append", """{"path":"notes/a.md","content":"three"}"""));
        Assert.Equal("one\ntwo\nthree", await CallAsync("read", """{"path":"notes/a.md"}"""));
        Assert.Equal("two", await CallAsync("read", """{"path":"notes/a.md","line":2,"lines":1}"""));
        Assert.Equal("notes/", await CallAsync("list", "{}"));
        Assert.Equal("notes/a.md (13 bytes)", await CallAsync("list", """{"folder":"notes"}"""));
        Assert.Equal("notes/a.md:3: three", await CallAsync("search", """{"text":"THREE"}"""));
        Assert.Equal("Nothing was found.", await CallAsync("search", """{"files":"*.txt"}"""));
        Assert.Equal("Moved notes/a.md to b.md (13 bytes).", await CallAsync("move", """{"from":"notes/a.md","to":"b.md"}"""));
        Assert.Equal("Wrote b.md (1 bytes).", await CallAsync("write", """{"path":"b.md","content":"x","replace":true}"""));
        Assert.Equal("Deleted b.md (1 bytes).", await CallAsync("delete", """{"path":"b.md"}"""));
        Assert.Equal("The folder is empty.", await CallAsync("list", """{"folder":"notes"}"""));
    }

    [Theory]
    [InlineData("read", """{"path":"../x"}""", "workspace.path")]
    [InlineData("read", """{"path":"absent"}""", "workspace.missing")]
    [InlineData("read", """{"path":"there","line":0}""", "files.lines")]
    [InlineData("read", """{"path":"there","line":9}""", "files.lines")]
    [InlineData("read", """{"path":"binary"}""", "files.binary")]
    [InlineData("write", """{"path":"there","content":""}""", "workspace.exists")]
    [InlineData("search", "{}", "workspace.query")]
    [InlineData("read", """{"Path":"there"}""", "plugin.arguments")]
    public async Task What_can_not_be_done_is_refused_with_the_rule(string tool, string arguments, string rule)
    {
        File.WriteAllText(plugins.InWorkspace("there"), "text");
        File.WriteAllBytes(plugins.InWorkspace("binary"), [0]);
        Assert.Equal(rule, (await Tools.RefusedAsync(plugins.Tool("files." + tool), arguments)).Rule);
    }

    private async Task<string> CallAsync(string tool, string arguments) =>
        (await Tools.CallAsync(plugins.Tool("files." + tool), arguments)).PlainText;
}
