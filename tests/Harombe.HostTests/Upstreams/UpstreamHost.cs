using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Harombe.Core.Calls;
using Harombe.Core.Guard;
using Harombe.Core.Labels;
using Harombe.Core.Principals;
using Harombe.Core.Tools;
using Harombe.Host.Configuration;
using Harombe.Host.Hosting;
using Harombe.Testing;
using Harombe.Testing.Upstreams;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Harombe.HostTests.Upstreams;

/// <summary>The whole host inside the test's process, with upstream servers in processes of their own.</summary>
internal sealed class UpstreamHost : IAsyncDisposable
{
    private readonly TemporaryFolder folder;
    private WebApplication app;

    private UpstreamHost(TemporaryFolder folder, WebApplication app)
    {
        (this.folder, this.app) = (folder, app);
        Owner = OwnerOf(app);
    }

    /// <summary>Who calls.</summary>
    public static Principal Tester { get; } = new(new PrincipalId("tester"), TokenKinds.Caller, ToolScope.Everything);

    public HostApi Owner { get; private set; }

    public IServiceProvider Services => app.Services;

    public string Data => folder["data"];

    /// <summary>Starts a host that knows no upstream yet, or those of the configuration.</summary>
    public static async Task<UpstreamHost> StartAsync(Func<TemporaryFolder, JsonArray>? servers = null, string yaml = "")
    {
        var folder = new TemporaryFolder();
        await WriteAsync(folder, servers?.Invoke(folder), yaml);
        return new UpstreamHost(folder, await BuildAsync(folder));
    }

    /// <summary>Edits the configuration of the running host.</summary>
    public Task EditAsync(JsonArray servers, string yaml = "") => WriteAsync(folder, servers, yaml);

    private static async Task WriteAsync(TemporaryFolder folder, JsonArray? servers, string yaml)
    {
        // JSON is YAML.
        var mcp = servers is null ? "" : $"mcp: {new JsonObject { ["external_servers"] = servers }.ToJsonString()}\n";
        await File.WriteAllTextAsync(folder["harombe.yaml.new"], $"data: {{ folder: '{folder["data"]}' }}\nserver: {{ port: 0 }}\n{mcp}{yaml}");
        File.Move(folder["harombe.yaml.new"], folder["harombe.yaml"], overwrite: true);
    }

    /// <summary>A server of the tests, which the host doesn't know yet.</summary>
    public ScriptedUpstream Server(string name) => new(folder.Path, name);

    /// <summary>Adds a server and waits until it was heard; accepts it if it shall be.</summary>
    public async Task<ScriptedUpstream> AddAsync(string name, Action<JsonObject>? more = null, Action<ScriptedUpstream>? script = null, bool accept = true)
    {
        var server = Server(name);
        script?.Invoke(server);
        await SendAsync("POST", "/upstreams", server.Entry(more));
        var tested = await SendAsync("POST", $"/upstreams/{name}/test");
        if (accept)
        {
            await AcceptAsync(name, tested.Body.GetProperty("fingerprint").GetString()!); // not null: it was heard
        }

        return server;
    }

    public async Task<(int Status, JsonElement Body)> AcceptAsync(string name, string? fingerprint = null) =>
        await SendAsync("POST", $"/upstreams/{name}/accept?fingerprint={fingerprint ?? (await ViewAsync(name)).GetProperty("fingerprint").GetString()}");

    /// <summary>How the host shows a server.</summary>
    public async Task<JsonElement> ViewAsync(string name) => (await SendAsync("GET", $"/upstreams/{name}")).Body;

    /// <summary>Sends a request with the owner's token.</summary>
    public async Task<(int Status, JsonElement Body)> SendAsync(string method, string path, JsonNode? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        }

        using var response = await Owner.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, text.Length == 0 ? default : JsonElement.Parse(text));
    }

    /// <summary>Calls a tool down the guarded road.</summary>
    public ValueTask<CallResult> CallAsync(string tool, string arguments = "{}", Principal? by = null, IProgress<Core.Plugins.ToolProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Services.GetRequiredService<GuardedKernel>().InvokeAsync(
            new CallRequest
            {
                Id = CallId.New(),
                Tool = tool,
                Arguments = JsonElement.Parse(arguments),
                Principal = by ?? Tester,
                Session = new SessionId("ses_test"),
                Face = Face.Api,
                Label = Label.OfUser,
                Progress = progress,
            },
            cancellationToken);

    /// <summary>The text of a call that went well.</summary>
    public async Task<string> TextAsync(string tool, string arguments = "{}") => await CallAsync(tool, arguments) switch
    {
        CallResult.Completed completed => completed.Content.PlainText,
        CallResult.Refused refused => throw new InvalidOperationException(refused.Reason.ToString()),
        CallResult.Failed failed => throw new InvalidOperationException(failed.Reason.ToString()),
        var other => throw new InvalidOperationException(other.ToString()),
    };

    /// <summary>The reason of a call that did not go well.</summary>
    public async Task<Reason> ReasonAsync(string tool, string arguments = "{}", Principal? by = null) => await CallAsync(tool, arguments, by) switch
    {
        CallResult.Refused refused => refused.Reason,
        CallResult.Failed failed => failed.Reason,
        var other => throw new InvalidOperationException(other.ToString()),
    };

    public IReadOnlyList<string> Tools(Principal? by = null) =>
        [.. Services.GetRequiredService<ToolCatalog>().Current.VisibleTo(by ?? Tester).Select(tool => tool.Definition.Name.Value)];

    /// <summary>Stops the host and starts it again on the same data.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        app = await BuildAsync(folder);
        Owner = OwnerOf(app);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        folder.Dispose();
    }

    private async Task StopAsync()
    {
        Owner.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private static HostApi OwnerOf(WebApplication app) => new(
        app.Services.GetRequiredService<ListeningAddress>().Url,
        File.ReadAllText(Path.Combine(app.Services.GetRequiredService<HarombeConfiguration>().Data.Folder, "cli.token")).Trim());

    private static async Task<WebApplication> BuildAsync(TemporaryFolder folder)
    {
        var loaded = ConfigurationLoading.Load(new ConfigurationSources(folder["harombe.yaml"], folder.Path, new Dictionary<string, string>(), []));
        Assert.True(loaded is ConfigurationOutcome.Loaded, loaded is ConfigurationOutcome.Invalid invalid ? string.Join('\n', invalid.Faults) : "");
        var configuration = ((ConfigurationOutcome.Loaded)loaded).Configuration;
        DataFolder.Make(configuration.Data.Folder);
        var app = HarombeHost.Build(configuration);
        await HarombeHost.StartAsync(app, CancellationToken.None);
        return app;
    }
}
