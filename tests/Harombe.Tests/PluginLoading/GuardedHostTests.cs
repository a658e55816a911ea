using Harombe.Testing;
using Harombe.Testing.Plugins;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Harombe.Tests.PluginLoading;

/// <summary>The host in memory that comes as the package Harombe.Testing.</summary>
public sealed class GuardedHostTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Call_tells_decision_question_and_record()
    {
        await using var host = await GuardedHost.LoadAsync(WrittenPlugin.Lay(
            folder["plugins"], WrittenPlugin.Run("return \"done\";"), "tools:\n  run: { risk: high, result: own/private }"));
        var asked = await host.CallAsync("run");
        Assert.Equal((CallState.Waiting, Core.Decisions.Verdict.Ask, Core.Tools.Risk.High), (asked.State, asked.Decision?.Verdict, asked.Approval?.Risk));
        Assert.Equal("approval.denied", (await host.DenyAsync(asked)).Reason?.Rule);
        asked = await host.CallAsync("run");
        Assert.Equal("done", (await host.ApproveAsync(asked)).Text);
        await host.ApproveAsync(asked);
        Assert.Single(host.Record, entry => entry.Kind == "call.outcome");
    }

    [Fact]
    public async Task Plugin_that_a_host_would_not_load_throws_what_the_operator_would_read()
    {
        var refused = await Assert.ThrowsAsync<PluginRefusedException>(() => GuardedHost.LoadAsync(
            WrittenPlugin.Lay(folder["plugins"], WrittenPlugin.Run("return System.IO.File.ReadAllText(\"/etc/hostname\");"))));
        Assert.Equal("code.files", refused.Reason.Rule);
    }

    [Fact]
    public async Task Secret_settings_and_workspace_are_the_tests_to_give()
    {
        await using var server = await LocalServer.StartAsync(app => app.MapGet("/", (HttpRequest request) => request.Headers.Authorization.ToString().Length.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        var options = new GuardedHostOptions { Settings = { ["file"] = "in.txt" } };
        await using var host = await GuardedHost.LoadAsync(
            WrittenPlugin.Lay(folder["plugins"], """
                private readonly HttpClient http; private readonly ICredentials credentials; private readonly IWorkspace workspace; private readonly Settings settings;
                public StrangerPlugin(HttpClient http, ICredentials credentials, IWorkspace workspace, Settings settings) { this.http = http; this.credentials = credentials; this.workspace = workspace; this.settings = settings; }
                [KernelFunction("run"), Description("Fetches.")]
                public async Task<string> RunAsync(int port, CancellationToken cancellationToken)
                {
                    using var request = new HttpRequestMessage(HttpMethod.Get, "http://localhost:" + port + "/");
                    request.Headers.TryAddWithoutValidation("Authorization", credentials.Placeholder("local/token"));
                    using var response = await http.SendAsync(request, cancellationToken);
                    var read = (WorkspaceOutcome<WorkspaceFile>.Done)await workspace.ReadAsync(settings.File, cancellationToken);
                    return await response.Content.ReadAsStringAsync(cancellationToken) + " " + read.Value.Text;
                }
                """, $"hosts: [\"localhost:{server.Port}\"]\nsecrets: [local/token]\npaths: [workspace]\ntools:\n  run: {{ risk: low, read_only: true, result: own/private }}",
                types: "namespace Strange { [PluginSettings] public sealed record Settings(string File); }"),
            options);
        File.WriteAllText(Path.Combine(host.Workspace, "in.txt"), "here");
        Assert.Equal("lease.missing", (await host.CallAsync("run", new { port = server.Port })).Reason?.Rule);
        await host.SetSecretAsync("local/token", "0123456789");
        Assert.Equal("10 here", (await host.CallAsync("run", new { port = server.Port })).Text);
    }
}
