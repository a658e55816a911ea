using Harombe.RealTests.Processes;
using Harombe.Testing;

namespace Harombe.RealTests.Gateway;

/// <summary>A host in a process of its own, and a token of it as <c>harombe token add</c> gives to an editor.</summary>
internal sealed class Ide : IAsyncDisposable
{
    private Ide(HostProcess host, string token) => (Host, Token) = (host, token);

    public HostProcess Host { get; }

    public string Token { get; }

    public Uri Endpoint => new(Host.Owner.Url, "/mcp");

    public static async Task<Ide> StartAsync(params (string Key, string Value)[] settings)
    {
        var host = await HostProcess.StartAsync(settings);
        return new Ide(host, await host.Owner.IssueAsync("ide", "caller", ["*"]));
    }

    /// <summary>The content of a file of the workspace; null when it is not there.</summary>
    public string? Written(string file) => Path.Combine(Host.Workspace, file) is var path && File.Exists(path) ? File.ReadAllText(path) : null;

    /// <summary>The owner says yes to the one question that waits.</summary>
    public async Task ApproveOneAsync() => await Host.Owner.ApproveAsync(Assert.Single(await Host.Owner.ApprovalsAsync("waiting")).Text("id"));

    /// <summary>The record has one yes that came this way, one spending of it, one intent, and the outcome of that.</summary>
    public async Task AssertRanOnceAsync(string tool, string channel)
    {
        var intent = Assert.Single(await Host.Owner.AuditAsync("call.intent"), entry => entry.Text("tool") == tool);
        var call = intent.Text("call");
        Assert.Equal(channel, Assert.Single(await Host.Owner.AuditAsync("approval.approved", call)).Text("via"));
        Assert.Single(await Host.Owner.AuditAsync("approval.spent", call));
        Assert.Equal("completed", Assert.Single(await Host.Owner.AuditAsync("call.outcome", call)).Text("ending"));
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
