using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Harombe.Core.Guard;
using Harombe.Core.Principals;
using Harombe.Core.Tools;
using Harombe.Host.Access;
using Harombe.Host.Configuration;
using Harombe.Host.Hosting;
using Harombe.Testing;
using Harombe.Testing.Roads;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Harombe.Attacks.Guard;

/// <summary>The host as it is run, on a port of its own, with somebody beside each station and two tools more.</summary>
internal sealed class GuardedHost : IAsyncDisposable
{
    /// <summary>Only reads: runs without a question.</summary>
    public const string Look = "counted.look";

    /// <summary>Changes something: a person is asked.</summary>
    public const string Change = "counted.change";

    private readonly TemporaryFolder folder = new();
    private readonly ConcurrentDictionary<CallId, ConcurrentQueue<string>> passed = new();
    private WebApplication? app;
    private DataFolder? owned;
    private Action<IServiceCollection>? more;

    private GuardedHost()
    {
    }

    public CountedTools Tools { get; } = new();

    public IServiceProvider Services => app!.Services; // not null: started

    public Uri Url => Services.GetRequiredService<ListeningAddress>().Url;

    public HttpClient Http { get; } = new();

    /// <summary>The program as people run it, for this host.</summary>
    public HostProgram Program => new(folder.Path, new Dictionary<string, string> { ["data.folder"] = folder["data"] });

    /// <summary>The folder of its file tools.</summary>
    public string Workspace => Services.GetRequiredService<HarombeConfiguration>().Workspace.Folder;

    /// <summary>The calls that reached the first station.</summary>
    public IReadOnlyCollection<CallId> Calls => [.. passed.Keys];

    /// <summary>A configuration for a folder that nobody else uses.</summary>
    public static HarombeConfiguration Configuration(TemporaryFolder folder)
    {
        var outcome = ConfigurationLoading.Load(new ConfigurationSources(
            null,
            folder.Path,
            new Dictionary<string, string> { ["HOME"] = folder.Path },
            [
                new CommandLineOverride("--set", "data.folder", folder["data"]),
                new CommandLineOverride("--set", "server.port", "0"),
                // Everything that changes something asks, whatever the words of the test would vouch for.
                new CommandLineOverride("--set", "policy.profile", "locked-down"),
            ]));
        Assert.True(outcome is ConfigurationOutcome.Loaded, outcome is ConfigurationOutcome.Invalid invalid ? string.Join('\n', invalid.Faults) : "");
        var configuration = ((ConfigurationOutcome.Loaded)outcome).Configuration;
        Directory.CreateDirectory(configuration.Data.Folder);
        Directory.CreateDirectory(configuration.Workspace.Folder);
        return configuration;
    }

    /// <summary>A host that its test starts.</summary>
    public static GuardedHost Unstarted() => new();

    public async Task StartAsync(Action<IServiceCollection>? more = null)
    {
        Tools.Add(Look);
        Tools.Add(Change, tool => tool with { ReadOnly = false, Risk = Risk.High });
        this.more = more;
        await RunAsync();
        var token = (await File.ReadAllTextAsync(Path.Combine(Services.GetRequiredService<HarombeConfiguration>().Data.Folder, OwnerSetUp.CommandLineToken))).Trim();
        Http.BaseAddress = Url;
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Everything in memory is lost, the folder stays. Not for what goes over <see cref="Http"/>, whose port is gone.</summary>
    public async Task RestartAsync()
    {
        await app!.StopAsync(); // not null: started
        await app.DisposeAsync();
        owned?.Dispose();
        await RunAsync();
    }

    private async Task RunAsync()
    {
        var configuration = Configuration(folder);
        app = HarombeHost.Build(configuration, services =>
        {
            services.AddSingleton<IToolSource>(Tools);
            Tap(services);
            more?.Invoke(services);
        });
        owned = DataFolder.TryOwn(configuration.Data.Folder);
        await HarombeHost.StartAsync(app, CancellationToken.None);
        owned!.Announce(new RunningHost(Url.ToString(), Environment.ProcessId, TimeProvider.System.GetUtcNow(), HarombeHost.Version)); // not null: a folder of its own
    }

    /// <summary>Issues a token of a caller.</summary>
    public ValueTask<string> TokenAsync() => Services.GetRequiredService<TokenStore>().IssueAsync(
        new Principal(new PrincipalId("ide"), TokenKinds.Caller, ToolScope.Everything), null, Owner.Id, CancellationToken.None);

    public async Task<JsonNode> ChatAsync(string message)
    {
        using var response = await Http.PostAsJsonAsync("/chat", new { message });
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    /// <summary>The stations that a call went through, in and out.</summary>
    public string StationsOf(CallId call) => string.Join(' ', passed[call]);

    /// <summary>The kinds of entries that the record holds of a call.</summary>
    public async Task<string> StoryOfAsync(CallId call, string kind = "call.")
    {
        var kinds = new List<string>();
        await foreach (var record in Services.GetRequiredService<IAuditLog>().ReadAsync(new AuditQuery(null, 100, false, kind, call), CancellationToken.None))
        {
            var entry = JsonNode.Parse(record.Bytes.Span)!;
            kinds.Add($"{entry["kind"]}{(entry["ending"] is { } ending ? $":{ending}" : entry["how"] is { } how ? $":{how}" : "")}");
        }

        return string.Join(' ', kinds);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (app is not null)
        {
            await app.DisposeAsync();
        }

        owned?.Dispose();

        folder.Dispose();
    }

    private void Tap(IServiceCollection services)
    {
        var stations = services.Where(service => service.ServiceType == typeof(GuardStation)).Select(service => service.ImplementationType!).ToList();
        services.RemoveAll<GuardStation>();
        foreach (var station in stations)
        {
            services.AddSingleton<GuardStation>(provider => new TappedStation((GuardStation)ActivatorUtilities.CreateInstance(provider, station))
            {
                Before = call => Note(call, Place(station)),
                After = call => Note(call, "/" + Place(station)),
            });
        }
    }

    private void Note(GuardedCall call, string what) => passed.GetOrAdd(call.Request.Id, _ => new ConcurrentQueue<string>()).Enqueue(what);

    private static string Place(Type station) => station.Name.Replace("Station", "", StringComparison.Ordinal);
}
