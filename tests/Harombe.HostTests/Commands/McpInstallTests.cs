using System.Text.Json.Nodes;
using Harombe.Host.Commands.Mcp;

namespace Harombe.HostTests.Commands;

/// <summary><c>harombe mcp install</c>.</summary>
public sealed class McpInstallTests
{
    private static readonly string[] Command = ["/opt/harombe/harombe", "mcp", "stdio"];

    [Theory]
    [InlineData("vscode", "servers")]
    [InlineData("claude", "mcpServers")]
    [InlineData("cursor", "mcpServers")]
    public void A_clients_file_keeps_what_it_has(string client, string section)
    {
        var before = """{"other":{"a":[1,2]},"SECTION":{"x":{"command":"x"}} /* mine */,}""".Replace("SECTION", section, StringComparison.Ordinal);

        Assert.False(ClientFile.With(client, before, Command).Failed(out _, out var after));

        var form = JsonNode.Parse(after)!; // not null: an object
        Assert.Equal("x", (string?)form[section]!["x"]!["command"]);
        Assert.Equal("/opt/harombe/harombe", (string?)form[section]!["harombe"]!["command"]);
        Assert.Equal(["mcp", "stdio"], form[section]!["harombe"]!["args"]!.AsArray().Select(word => (string?)word));
        Assert.Equal("[1,2]", form["other"]!["a"]!.ToJsonString());
    }

    [Fact]
    public void Codex_gets_a_table_at_the_end_once()
    {
        Assert.False(ClientFile.With("codex", "model = \"x\"", Command).Failed(out _, out var after));

        Assert.Equal("model = \"x\"\n\n[mcp_servers.harombe]\ncommand = \"/opt/harombe/harombe\"\nargs = [\"mcp\", \"stdio\"]\n", after);
        Assert.True(ClientFile.With("codex", after, Command).Failed(out var stop, out _));
        Assert.Equal("mcp.install", stop.Rule);
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("{broken")]
    [InlineData("""{"servers":[]}""")]
    public void A_file_of_another_form_is_left_alone(string before) => Assert.True(ClientFile.With("vscode", before, Command).Failed(out _, out _));

    [Fact]
    public async Task The_file_is_written_with_a_backup_and_printing_changes_nothing()
    {
        using var run = new CommandLineRun();
        Directory.CreateDirectory(Path.Combine(run.Root, ".cursor"));
        var path = Path.Combine(run.Root, ".cursor", "mcp.json");
        await File.WriteAllTextAsync(path, """{"mcpServers":{}}""");

        Assert.Equal(0, await run.RunAsync("mcp", "install", "cursor", "--print"));
        Assert.Contains("\"harombe\"", run.Out, StringComparison.Ordinal);
        Assert.Equal("""{"mcpServers":{}}""", await File.ReadAllTextAsync(path));

        Assert.Equal(0, await run.RunAsync("mcp", "install", "cursor"));
        Assert.Contains("\"harombe\"", await File.ReadAllTextAsync(path), StringComparison.Ordinal);
        Assert.Equal("""{"mcpServers":{}}""", await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(Path.Combine(run.Root, ".cursor"), "*.bak"))));
    }
}
