using System.IO.Pipelines;
using System.Text;
using Harombe.Gateway.Bridge;
using Harombe.HostTests.Gateway.Composition;
using Microsoft.Extensions.Logging.Abstractions;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Harombe.HostTests.Gateway;

public sealed class StdioBridgeTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private GatewayHost host = null!;

    public static TheoryData<string> Revisions => Clients.Revisions;

    public async Task InitializeAsync() => host = await GatewayHost.StartAsync();

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Theory, MemberData(nameof(Revisions))]
    public async Task A_client_over_standard_streams_lists_and_calls(string revision)
    {
        await using var bridge = new Piped(host.Endpoint, "alice");
        await using var client = await bridge.ConnectAsync(revision);

        Assert.Equal(revision, client.NegotiatedProtocolVersion);
        Assert.Contains("notes_read", (await client.ListToolsAsync()).Select(tool => tool.Name));
        Assert.Equal("read hi", (await client.CallAsync("notes_read")).Text());
    }

    [Theory, MemberData(nameof(Revisions))]
    public async Task A_question_reaches_the_client_and_its_answer_comes_back(string revision)
    {
        await using var bridge = new Piped(host.Endpoint, "alice");
        await using var client = await bridge.ConnectAsync(revision, (_, _) => ValueTask.FromResult(Clients.Accept("allow")));

        Assert.Equal("wrote hi", (await client.CallAsync("notes_write")).Text());
        Assert.Equal(1, host.Tools.RunsOf("notes.write"));
    }

    [Theory, MemberData(nameof(Revisions))]
    public async Task A_cancel_message_reaches_the_tool_and_the_bridge_lives_on(string revision)
    {
        await using var bridge = new Piped(host.Endpoint, "alice");
        if (revision != Clients.Modern)
        {
            await bridge.WriteAsync("""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"REV","capabilities":{},"clientInfo":{"name":"raw","version":"1"}}}""".Replace("REV", revision, StringComparison.Ordinal));
            Assert.Contains("\"id\":1", await bridge.ReadAsync(), StringComparison.Ordinal);
            await bridge.WriteAsync("""{"jsonrpc":"2.0","method":"notifications/initialized"}""");
        }

        await bridge.WriteAsync(Call("5", "notes_wait", revision));
        Assert.True(await host.Tools.Waiting.WaitAsync(Patience), "The call did not reach the tool.");

        await bridge.WriteAsync("""{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":5}}""");

        Assert.True(await host.Tools.Cancelled.WaitAsync(Patience), "The cancellation did not reach the tool.");
        await bridge.WriteAsync(Call("6", "notes_read", revision));
        var next = await bridge.ReadAsync();
        Assert.Contains("\"id\":6", next, StringComparison.Ordinal);
        Assert.Contains("read hi", next, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Revisions))]
    public async Task A_slow_call_does_not_hold_up_another(string revision)
    {
        await using var bridge = new Piped(host.Endpoint, "alice");
        await using var client = await bridge.ConnectAsync(revision);
        var slow = client.CallAsync("notes_wait").AsTask();
        await host.Tools.Waiting.WaitAsync();

        Assert.Equal("read hi", (await client.CallAsync("notes_read")).Text());
        host.Tools.Go.SetResult();
        Assert.Equal("waited", (await slow).Text());
    }

    [Theory]
    [InlineData(Clients.November)]
    [InlineData(Clients.Modern)]
    public async Task A_wrong_token_is_answered_with_an_error_that_names_it(string revision)
    {
        await using var bridge = new Piped(host.Endpoint, "stolen");

        await bridge.WriteAsync(Call("5", "notes_read", revision));
        var error = await bridge.ReadAsync();

        Assert.Contains("\"id\":5", error, StringComparison.Ordinal);
        Assert.Contains("401", error, StringComparison.Ordinal);
        Assert.Contains("harombe token", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_is_gone_is_said_so()
    {
        await using var bridge = new Piped(new Uri("http://127.0.0.1:1/mcp"), "alice");

        var error = await Assert.ThrowsAnyAsync<McpException>(() => bridge.ConnectAsync(Clients.November));

        Assert.Contains("did not answer", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_bridge_ends_when_the_client_closes_its_end()
    {
        await using var bridge = new Piped(host.Endpoint, "alice");
        await using (var client = await bridge.ConnectAsync(Clients.November))
        {
            await client.CallAsync("notes_read");
        }

        bridge.CloseInput();

        await bridge.Running.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static string Call(string id, string tool, string revision)
    {
        var call = RawClient.Call(tool).Replace("\"id\":1", "\"id\":" + id, StringComparison.Ordinal);
        return revision == Clients.Modern ? call : call[..call.IndexOf(", \"_meta\"", StringComparison.Ordinal)].TrimEnd() + "}}";
    }

    private sealed class Piped : IAsyncDisposable
    {
        private readonly Pipe up = new();
        private readonly Pipe down = new();
        private readonly CancellationTokenSource stop = new();
        private readonly HttpClient http = new() { Timeout = Timeout.InfiniteTimeSpan };
        private StreamReader? lines;

        public Piped(Uri endpoint, string token) =>
            Running = StdioBridge.RunAsync(http, endpoint, token, up.Reader.AsStream(), down.Writer.AsStream(), NullLoggerFactory.Instance, stop.Token);

        public Task Running { get; }

        public Task<McpClient> ConnectAsync(
            string revision,
            Func<ElicitRequestParams, CancellationToken, ValueTask<ElicitResult>>? answer = null) =>
            McpClient.CreateAsync(
                new StreamClientTransport(up.Writer.AsStream(leaveOpen: true), down.Reader.AsStream(leaveOpen: true), NullLoggerFactory.Instance),
                Clients.Options(revision, answer));

        public async Task WriteAsync(string message) => await up.Writer.WriteAsync(Encoding.UTF8.GetBytes(message + "\n"));

        public async Task<string> ReadAsync()
        {
            lines ??= new StreamReader(down.Reader.AsStream());
            return await lines.ReadLineAsync().WaitAsync(Patience) ?? throw new InvalidOperationException("The bridge has ended.");
        }

        public void CloseInput() => up.Writer.Complete();

        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
            await Running.WaitAsync(TimeSpan.FromSeconds(30)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            stop.Dispose();
            lines?.Dispose();
            http.Dispose();
        }
    }
}
