using System.IO.Pipelines;
using Harombe.Gateway.Bridge;
using Harombe.HostTests.Gateway.Composition;
using Microsoft.Extensions.Logging.Abstractions;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Harombe.HostTests.Gateway;

public sealed class StdioBridgeTests : IAsyncLifetime
{
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
    public async Task A_cancellation_reaches_the_tool_and_the_bridge_lives_on(string revision)
    {
        await using var bridge = new Piped(host.Endpoint, "alice");
        await using var client = await bridge.ConnectAsync(revision);
        using var cancel = new CancellationTokenSource();
        var call = client.CallToolAsync("notes_wait", new Dictionary<string, object?>(), cancellationToken: cancel.Token).AsTask();
        await host.Tools.Waiting.WaitAsync();

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await host.Tools.Cancelled.WaitAsync();
        Assert.Equal("read hi", (await client.CallAsync("notes_read")).Text());
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

        var error = await Assert.ThrowsAnyAsync<McpException>(() => bridge.ConnectAsync(revision));

        Assert.Contains("401", error.Message, StringComparison.Ordinal);
        Assert.Contains("harombe token", error.Message, StringComparison.Ordinal);
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

    private sealed class Piped : IAsyncDisposable
    {
        private readonly Pipe up = new();
        private readonly Pipe down = new();
        private readonly CancellationTokenSource stop = new();

        public Piped(Uri endpoint, string token) =>
            Running = StdioBridge.RunAsync(endpoint, token, up.Reader.AsStream(), down.Writer.AsStream(), NullLoggerFactory.Instance, stop.Token);

        public Task Running { get; }

        public Task<McpClient> ConnectAsync(
            string revision,
            Func<ElicitRequestParams, CancellationToken, ValueTask<ElicitResult>>? answer = null) =>
            McpClient.CreateAsync(
                new StreamClientTransport(up.Writer.AsStream(leaveOpen: true), down.Reader.AsStream(leaveOpen: true), NullLoggerFactory.Instance),
                Clients.Options(revision, answer));

        public void CloseInput() => up.Writer.Complete();

        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
            await Running.WaitAsync(TimeSpan.FromSeconds(30)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            stop.Dispose();
        }
    }
}
