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
        Assert.False(Read(file).Failed(out var stop, out var entries), stop?.Message);

        Assert.Equal(entry, Assert.Single(entries).ToJsonString(new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    [Theory]
    [InlineData("""{"mcpServers":{"a":{"command":"a","env":{"API_KEY":"plain-value-of-a-key"}}}}""")]
    [InlineData("""{"mcpServers":{"a":{"url":"https://a.example.com","headers":{"Authorization":"Bearer abcdefgh"}}}}""")]
    public void A_secret_in_the_open_is_not_taken_over(string file)
    {
        Assert.True(Read(file).Failed(out var stop, out _));

        Assert.Equal("mcp.import.secret", stop.Rule);
        Assert.Contains("harombe secrets set a/", stop.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain("plain-value", stop.Message + stop.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"mcpServers":{"a":{"command":"a","disabled":"often"}}}""")]
    public void A_file_without_servers_says_so(string file) => Assert.True(Read(file).Failed(out _, out _));

    [Theory]
    [InlineData(
        """
        name: Weather
        image: mcp/weather@sha256:0123456789abcdef
        type: server
        run: { volumes: ['{{Weather.folder}}:/data:ro'], disableNetwork: true }
        config:
          secrets: [{ name: weather.key, env: WEATHER_KEY, example: KEY }]
          env: [{ name: UNITS, value: '{{Weather.units}}' }]
          parameters: { type: object, properties: { units: { type: string, default: metric }, folder: { type: string } } }
        """,
        """{"name":"weather","command":"docker","args":["run","-i","--rm","--init","--security-opt","no-new-privileges","--network","none","-e","WEATHER_KEY","-e","UNITS","-v","/srv/weather:/data:ro","mcp/weather@sha256:0123456789abcdef"],"env":{"WEATHER_KEY":"secret://weather/weather_key","UNITS":"metric"}}""")]
    [InlineData(
        """
        name: docs
        type: remote
        remote: { url: 'https://docs.example.com/sse', transport_type: sse, headers: { Authorization: 'Bearer ${DOCS_TOKEN}' } }
        """,
        """{"name":"docs","url":"https://docs.example.com/sse","transport":"sse","headers":{"Authorization":"Bearer secret://docs/authorization"}}""")]
    [InlineData(
        """
        registry:
          other: { image: mcp/other, type: server }
          duck: { image: mcp/duck, type: server, command: ['--transport=stdio'], user: '1000:1000', env: [{ name: MODE, value: plain }], config: [{ name: duck, type: object, properties: {} }] }
        """,
        """{"name":"duck","command":"docker","args":["run","-i","--rm","--init","--security-opt","no-new-privileges","--user","1000:1000","-e","MODE","mcp/duck","--transport=stdio"],"env":{"MODE":"plain"}}""",
        "duck")]
    public void A_server_of_dockers_catalogue_is_read(string file, string entry, params string[] only)
    {
        Assert.False(Read(file, only, ("Weather.folder", "/srv/weather")).Failed(out var stop, out var entries), stop?.Message);

        Assert.Equal(entry, Assert.Single(entries).ToJsonString(new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    [Theory]
    [InlineData("{ name: a, image: mcp/a, type: server, env: [{ name: X, value: '{{a.token}}' }] }", "wants to be told 'token'")]
    [InlineData("{ name: a, image: mcp/a, type: server, volumes: ['{{a.paths|volume|into}}'] }", "is not understood")]
    [InlineData("{ name: a, image: '--privileged', type: server }", "names no image")]
    [InlineData("{ name: a, type: poci, tools: [] }", "names no image")]
    public void What_can_not_be_taken_over_is_named(string file, string said)
    {
        Assert.True(Read(file).Failed(out var stop, out _));

        Assert.Contains(said, stop.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_whole_catalogue_is_not_started_by_mistake()
    {
        Assert.True(Read("registry:\n" + string.Concat(Enumerable.Range(0, 21).Select(i => $"  s{i}: {{ image: mcp/s{i}, type: server }}\n"))).Failed(out var stop, out _));

        Assert.Contains("--only", stop.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Aliases_of_aliases_are_not_written_out()
    {
        var bomb = "a0: &a0 [x, x]\n" + string.Concat(Enumerable.Range(1, 30).Select(i => $"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n"));

        Assert.True(Read(bomb).Failed(out _, out _));
    }

    private static Harombe.Host.Commands.Answer<List<System.Text.Json.Nodes.JsonObject>> Read(string file, string[]? only = null, params (string Name, string Value)[] given) =>
        ServerFile.Read(file, only ?? [], given.ToDictionary(one => one.Name, one => one.Value, StringComparer.Ordinal));
}
