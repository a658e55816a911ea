using System.Text;
using Harombe.Core.Audit;
using Harombe.HostTests.Gateway.Composition;

namespace Harombe.HostTests.Gateway;

public sealed class CancellationTests : IAsyncLifetime
{
    private GatewayHost host = null!;
    private RawClient raw = null!;

    public async Task InitializeAsync()
    {
        host = await GatewayHost.StartAsync();
        raw = new RawClient(host);
    }

    public async Task DisposeAsync()
    {
        await host.DisposeAsync();
    }

    [Fact]
    public async Task A_client_that_hangs_up_in_2026_07_28_cancels_its_call()
    {
        using var hangUp = new CancellationTokenSource();
        var call = raw.SendAsync(
            Encoding.UTF8.GetBytes(RawClient.Call("notes_wait")), hangUp.Token, ("MCP-Protocol-Version", "2026-07-28"), ("Mcp-Method", "tools/call"), ("Mcp-Name", "notes_wait"));
        await host.Tools.Waiting.WaitAsync();

        await EndAsync(call, hangUp);

        await host.Tools.Cancelled.WaitAsync();
        await RecordedAsync(CallEnding.Cancelled);
    }

    [Fact]
    public async Task A_client_that_hangs_up_in_an_older_revision_cancels_its_call_too()
    {
        var headers = await InitializeSessionAsync();
        using var hangUp = new CancellationTokenSource();
        var call = raw.SendAsync(Call(5), hangUp.Token, headers);
        await host.Tools.Waiting.WaitAsync();

        await EndAsync(call, hangUp);

        await host.Tools.Cancelled.WaitAsync();
        await RecordedAsync(CallEnding.Cancelled);
    }

    [Fact]
    public async Task A_cancel_message_of_an_older_revision_cancels_the_call_and_its_response_ends()
    {
        var headers = await InitializeSessionAsync();
        var call = raw.PostAsync(Call(5), headers);
        await host.Tools.Waiting.WaitAsync();

        await raw.PostAsync("""{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":5}}"""u8.ToArray(), headers);

        await host.Tools.Cancelled.WaitAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => call).WaitAsync(TimeSpan.FromSeconds(30));
        await RecordedAsync(CallEnding.Cancelled);
    }

    private static byte[] Call(int id) =>
        Encoding.UTF8.GetBytes("""{"jsonrpc":"2.0","id":ID,"method":"tools/call","params":{"name":"notes_wait","arguments":{}}}""".Replace("ID", id.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal));

    private static async Task EndAsync(Task<HttpResponseMessage> call, CancellationTokenSource hangUp)
    {
        await hangUp.CancelAsync();
        try
        {
            (await call).Dispose();
        }
        catch (OperationCanceledException)
        {
            // It had not even answered.
        }
    }

    private async Task<(string, string)[]> InitializeSessionAsync()
    {
        using var opened = await raw.SendAsync(
            """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"raw","version":"1"}}}"""u8.ToArray(),
            CancellationToken.None);
        (string, string)[] headers = [("MCP-Protocol-Version", "2025-06-18"), ("Mcp-Session-Id", opened.Headers.GetValues("Mcp-Session-Id").Single())];
        await raw.PostAsync("""{"jsonrpc":"2.0","method":"notifications/initialized"}"""u8.ToArray(), headers);
        return headers;
    }

    private async Task RecordedAsync(CallEnding ending)
    {
        // The outcome is appended after the tool has noticed.
        while (!host.Audit.Entries.OfType<CallOutcome>().Any())
        {
            await Task.Yield();
        }

        Assert.Equal(ending, host.Audit.Entries.OfType<CallOutcome>().Single().Ending);
    }
}
