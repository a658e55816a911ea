using System.Text.Json;
using Harombe.Testing;

namespace Harombe.HostTests.WrongInput;

/// <summary>One real host for all wrong requests, with an open question, two conversations and a few tokens in it: something that could be disturbed.</summary>
public sealed class SteadfastHost : IAsyncLifetime
{
    private readonly Dictionary<string, string> names = [];
    private HostProcess? process;

    /// <summary>The clients by the names that the tables use.</summary>
    public Dictionary<string, HostApi> Who { get; } = [];

    public HostProcess Process => process ?? throw new InvalidOperationException("Not started.");

    public HostApi Owner => Process.Owner;

    public async Task InitializeAsync()
    {
        // An hour: the question must stand as long as the tests take.
        process = await HostProcess.StartAsync(("security.hitl.timeout", "1h"));
        var waiting = await Owner.ChatAsync("write a.txt with a");
        names["{waiting}"] = waiting.GetProperty("session").GetString()!;
        names["{approval}"] = waiting.GetProperty("approvals")[0].GetProperty("approval").GetString()!;
        names["{idle}"] = (await Owner.ChatAsync("list my tools")).GetProperty("session").GetString()!;
        Who["owner"] = Owner;
        Who["nobody"] = Owner.As(null);
        Who["ide"] = Owner.As(await Owner.IssueAsync("ide", "caller", ["*"]));
        Who["guest"] = Owner.As(await Owner.IssueAsync("guest", "caller", ["clock.*"]));
        Who["boss"] = Owner.As(await Owner.IssueAsync("boss", "approver", []));
        Who["gone"] = Owner.As(await Owner.IssueAsync("gone", "caller", ["*"]));
        using var revoke = new HttpRequestMessage(HttpMethod.Delete, "/tokens/gone");
        (await Owner.SendAsync(revoke)).EnsureSuccessStatusCode().Dispose();
        names["{foreign}"] = (await Who["ide"].ChatAsync("list my tools")).GetProperty("session").GetString()!;
    }

    public async Task DisposeAsync()
    {
        foreach (var api in Who.Values)
        {
            api.Dispose();
        }

        if (process is not null)
        {
            await process.DisposeAsync();
        }
    }

    /// <summary>The path with the ids of what is there.</summary>
    public string Fill(string path) => names.Aggregate(path, (filled, name) => filled.Replace(name.Key, name.Value, StringComparison.Ordinal));

    /// <summary>Everything that a wrong request must leave as it is. Asking for it also shows that the host lives.</summary>
    public async Task<string> StateAsync()
    {
        var files = Directory.Exists(Process.Workspace) ? Directory.GetFileSystemEntries(Process.Workspace, "*", SearchOption.AllDirectories).Length : 0;
        var approvals = await Owner.GetAsync("/approvals?limit=200");
        return $"""
            {(await Owner.AuditAsync("call.")).Count} entries of calls, {files} files,
            questions: {string.Join(' ', approvals.GetProperty("approvals").EnumerateArray().Select(item => item.GetProperty("state").GetString()))},
            {await CountAsync("owner", "/tokens")} tokens, {await CountAsync("owner", "/chat")} conversations of the owner, {await CountAsync("ide", "/chat")} of ide
            """;
    }

    private async Task<int> CountAsync(string who, string path) => (await Who[who].GetAsync(path)).EnumerateArray().Count();
}
