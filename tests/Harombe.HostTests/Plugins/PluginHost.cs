using Harombe.Core.Calls;
using Harombe.Core.Guard;
using Harombe.Core.Labels;
using Harombe.Core.Principals;
using Harombe.Host.Configuration;
using Harombe.Host.Hosting;
using Harombe.Testing;
using Harombe.Testing.Plugins;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using System.Text.Json;

namespace Harombe.HostTests.Plugins;

/// <summary>The whole host inside the test's process, with a folder of plugins that the test writes.</summary>
internal sealed class PluginHost : IAsyncDisposable
{
    private readonly TemporaryFolder folder;
    private readonly WebApplication app;

    private PluginHost(TemporaryFolder folder, WebApplication app)
    {
        (this.folder, this.app) = (folder, app);
        Owner = new HostApi(app.Services.GetRequiredService<ListeningAddress>().Url, File.ReadAllText(Path.Combine(folder["data"], "cli.token")).Trim());
    }

    /// <summary>Who calls.</summary>
    public static Principal Tester { get; } = new(new PrincipalId("tester"), TokenKinds.Caller, ToolScope.Everything);

    public HostApi Owner { get; }

    /// <summary>The folder that the configuration names.</summary>
    public string Plugins => folder["plugins"];

    /// <summary>Where installed plugins are.</summary>
    public string Installed => Path.Combine(folder["data"], "plugins");

    public IServiceProvider Services => app.Services;

    /// <summary>Starts it.</summary>
    /// <param name="lay">Lays plugins into the folder that it is given.</param>
    /// <param name="yaml">The configuration, besides the folder of plugins.</param>
    public static async Task<PluginHost> StartAsync(Action<string> lay, string yaml = "")
    {
        var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["plugins"]);
        lay(folder["plugins"]);
        await File.WriteAllTextAsync(folder["harombe.yaml"], $"data: {{ folder: '{folder["data"]}' }}\nserver: {{ port: 0 }}\nplugins:\n  folders: ['{folder["plugins"]}']\n{yaml}");
        var loaded = ConfigurationLoading.Load(new ConfigurationSources(folder["harombe.yaml"], folder.Path, new Dictionary<string, string>(), []));
        Assert.True(loaded is ConfigurationOutcome.Loaded, loaded is ConfigurationOutcome.Invalid invalid ? string.Join('\n', invalid.Faults) : "");
        var configuration = ((ConfigurationOutcome.Loaded)loaded).Configuration;
        DataFolder.Make(configuration.Data.Folder);
        var app = HarombeHost.Build(configuration);
        await HarombeHost.StartAsync(app, CancellationToken.None);
        return new PluginHost(folder, app);
    }

    /// <summary>Calls a tool as the owner's chat does.</summary>
    public ValueTask<CallResult> CallAsync(string tool, string arguments = "{}") => Services.GetRequiredService<GuardedKernel>().InvokeAsync(
        new CallRequest
        {
            Id = CallId.New(),
            Tool = tool,
            Arguments = JsonElement.Parse(arguments),
            Principal = Tester,
            Session = new SessionId("ses_test"),
            Face = Face.Api,
            Label = Label.OfUser,
        },
        CancellationToken.None);

    /// <summary>Sends a request with the owner's token.</summary>
    public async Task<(int Status, JsonElement Body)> SendAsync(string method, string path, byte[]? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = body is null ? null : new ByteArrayContent(body) };
        using var response = await Owner.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, text.Length == 0 ? default : JsonElement.Parse(text));
    }

    public async ValueTask DisposeAsync()
    {
        Owner.Dispose();
        await app.DisposeAsync();
        folder.Dispose();
    }

    /// <summary>A plugin that answers with a word.</summary>
    public static void Lay(string plugins, string word) => WrittenPlugin.Lay(plugins, WrittenPlugin.Run($"return \"{word}\";"));
}
