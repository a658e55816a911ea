using Harombe.Core.Calls;
using Harombe.Core.Secrets;
using Harombe.Core.State;
using Harombe.Core.Tools;
using Harombe.Secrets;
using Harombe.Secrets.Leases;
using Harombe.Testing;
using Harombe.Testing.Roads;
using Harombe.Tests.Policy;
using Harombe.Tests.Secrets.SealedFile;
using Microsoft.Extensions.DependencyInjection;

namespace Harombe.Tests.Secrets.Leases;

/// <summary>The real road with real leases on a sealed file, and a state file that outlives a road: a second one is the host after a restart.</summary>
internal sealed class LeaseSite : IDisposable
{
    public const string Tool = "issues.open";

    private readonly TemporaryFolder folder = new();
    private readonly List<IDisposable> roads = [];

    public LeaseSite()
    {
        State = new SqliteStateForTests(folder["state.db"]);
        State.Migrate(new StateMigrations("secrets", typeof(SecretsRegistration).Assembly, "Harombe.Secrets.Leases.Migrations"));
    }

    public SealedStore Store { get; } = new();

    public SqliteStateForTests State { get; }

    /// <summary>A road whose one tool has this body and these secrets; the revealed ones are marked with an exclamation mark.</summary>
    public Road Road(string secrets, ToolBody body, Action<SecretsOptions>? configure = null, Action<IServiceCollection>? more = null)
    {
        var tools = new CountedTools();
        var names = secrets.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        tools.Add(Tool, body, tool => tool with
        {
            Secrets = [.. names.Select(name => SecretName.Parse(name.TrimEnd('!')))],
            Revealed = [.. names.Where(name => name.EndsWith('!')).Select(name => SecretName.Parse(name.TrimEnd('!')))],
            Hosts = ["api.example.com", "*.example.org"],
        });
        var road = new Road(tools, null, services =>
        {
            services.AddSingleton<IStateStore>(State);
            services.AddHarombeSecrets(options =>
            {
                options.Folder = Store.Folder;
                configure?.Invoke(options);
            });
            services.AddHarombeLeases();
            more?.Invoke(services);
        });
        roads.Add(road);
        return road;
    }

    public static ToolBody Answer(string text) => (_, _) => ValueTask.FromResult<ToolOutcome>(ToolContent.OfText(text, default));

    /// <summary>How many leases are written down as not over.</summary>
    public async Task<long> OpenAsync() => await State.ReadAsync(connection => connection.Number("SELECT count(*) FROM leases"), CancellationToken.None);

    public void Dispose()
    {
        roads.ForEach(road => road.Dispose());
        Store.Dispose();
        folder.Dispose();
    }
}
