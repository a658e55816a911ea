using Harombe.Host.Commands.Mcp;

namespace Harombe.HostTests.Upstreams;

/// <summary>Other clients' files, read into entries of ours.</summary>
public sealed class ImportTests
{
    [Theory]
    [InlineData("""{"mcpServers":{"GitHub":{"command":"npx","args":["-y","server-github@1"],"env":{"LOG":"info"}}}}""", """{"name":"github","command":"npx","args":["-y","server-github@1"],"env":{"LOG":"info"}}""")]
    [InlineData("""{"servers":{"docs":{"type":"http","url":"https://mcp.example.com/mcp","headers":{"Authorization":"Bearer ${input:docs}"}}}, /* VS Code */ "inputs":[]}""", """{"name":"docs","url":"https://mcp.example.com/mcp","headers":{"Authorization":"Bearer secret://docs/authorization"}}""")]
    [InlineData("""{"mcpServers":{"a":{"url":"https://a.example.com/sse","type":"sse"},"b":{"command":"b","disabled":true}}}""", """{"name":"a","url":"https://a.example.com/sse","transport":"sse"}""")]
    [InlineData("""{"mcpServers":{"a":{"command":"a","env":{"API_KEY":"${env:A_KEY}"}}}}""", """{"name":"a","command":"a","env":{"API_KEY":"secret://a/api_key"}}""")]
    [InlineData(
        """{"name":"io.github.someone/weather","version":"1.2.0","packages":[{"registryType":"npm","identifier":"@someone/weather","version":"1.2.0","environmentVariables":[{"name":"WEATHER_KEY","isSecret":true}]}]}""",
        """{"name":"weather","command":"npx","args":["-y","@someone/weather@1.2.0"],"env":{"WEATHER_KEY":"secret://weather/weather_key"}}""")]
    [InlineData("""{"server":{"name":"com.example/remote","remotes":[{"type":"streamable-http","url":"https://mcp.example.com/"}]}}""", """{"name":"remote","url":"https://mcp.example.com/"}""")]
    public void A_server_is_read(string file, string entry)
    {
        Assert.False(ServerFile.Read(file).Failed(out var stop, out var entries), stop?.Message);

        Assert.Equal(entry, Assert.Single(entries).ToJsonString(new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    [Theory]
    [InlineData("""{"mcpServers":{"a":{"command":"a","env":{"API_KEY":"plain-value-of-a-key"}}}}""")]
    [InlineData("""{"mcpServers":{"a":{"url":"https://a.example.com","headers":{"Authorization":"Bearer abcdefgh"}}}}""")]
    public void A_secret_in_the_open_is_not_taken_over(string file)
    {
        Assert.True(ServerFile.Read(file).Failed(out var stop, out _));

        Assert.Equal("mcp.import.secret", stop.Rule);
        Assert.Contains("harombe secrets set a/", stop.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain("plain-value", stop.Message + stop.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"mcpServers":{"a":{"command":"a","disabled":"often"}}}""")]
    public void A_file_without_servers_says_so(string file) => Assert.True(ServerFile.Read(file).Failed(out _, out _));
}
