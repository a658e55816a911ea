using Harombe.Core.Approvals;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Core.Plugins;
using Harombe.Core.Secrets;
using Harombe.Core.State;
using Harombe.Core.Tools;
using Harombe.Policy;
using Harombe.Policy.Approvals.Previews;
using Harombe.Testing.Roads;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Harombe.Tests.Policy;

/// <summary>The policy station over a database file of its own, as a host would run it; can be stopped and started again.</summary>
internal sealed class PolicyHost : IAsyncDisposable
{
    private readonly string path = Path.Combine(Path.GetTempPath(), $"harombe-policy-{Guid.NewGuid():n}.db");
    /// <summary>What its approvals are sealed with; not in the file.</summary>
    public static readonly byte[] Key = [.. Enumerable.Range(1, PolicyOptions.SealKeyLength).Select(i => (byte)i)];

    private readonly Action<PolicyOptions> configure;
    private ServiceProvider services;

    private PolicyHost(Action<PolicyOptions>? configure)
    {
        this.configure = options =>
        {
            options.SealKey = Key;
            configure?.Invoke(options);
        };
        services = Build();
        State.Migrate(services.GetRequiredService<StateMigrations>());
    }

    public JumpingTime Time { get; } = new();

    public RecordingAuditLog Audit { get; } = new();

    /// <summary>The tools that questions can be about; changed ones count after <see cref="Change"/>.</summary>
    public List<ToolDefinition> Tools { get; } = [Calls.Tool(), Calls.Tool("files.write", Risk.Medium, description: "Writes a file."), Calls.Tool("shell.run", description: "Runs a command.")];

    public IGrants Grants => services.GetRequiredService<IGrants>();

    public Previewing Previewing => services.GetRequiredService<Previewing>();

    /// <summary>The files that previews look at.</summary>
    public IWorkspace? Workspace { get; set; }

    public void Change() => services.GetRequiredService<ToolCatalog>().Refresh();

    public SqliteStateForTests State => (SqliteStateForTests)services.GetRequiredService<IStateStore>();

    /// <summary>What is in memory only.</summary>
    public WithheldArguments Withheld => services.GetRequiredService<WithheldArguments>();

    public IApprovals Approvals => services.GetRequiredService<IApprovals>();

    public static async Task<PolicyHost> StartAsync(Action<PolicyOptions>? configure = null)
    {
        var host = new PolicyHost(configure);
        await host.RunAsync();
        return host;
    }

    /// <summary>Everything in memory is lost, the file stays.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        services = Build();
        await RunAsync();
    }

    public async Task<Approval> AskAsync(ToolCall call) => Assert.IsType<AskOutcome.Asked>(await Approvals.AskAsync(call, Calls.Ask(call), default)).Approval;

    public async Task<Approval> ApprovedAsync(ToolCall call)
    {
        var approval = await AskAsync(call);
        return Assert.IsType<AnswerOutcome.Recorded>(await Approvals.AnswerAsync(approval.Id, Calls.Yes(), default)).Approval;
    }

    public ValueTask<Spending> SpendAsync(Approval approval, ToolCall call, Decision? decision = null) =>
        Approvals.SpendAsync(approval.Id, call, decision ?? Calls.Ask(call), default);

    public async Task RefusedAsync(string rule, Approval approval, ToolCall call, Decision? decision = null, string? says = null)
    {
        var reason = Assert.IsType<Spending.Refused>(await SpendAsync(approval, call, decision)).Reason;
        Assert.Equal(rule, reason.Rule);
        Assert.NotEmpty(reason.Remedy);
        Assert.Contains(says ?? "", reason.Message, StringComparison.Ordinal);
    }

    public async Task RejectedAsync(string rule, Approval approval, ApprovalAnswer answer) =>
        Assert.Equal(rule, Assert.IsType<AnswerOutcome.Rejected>(await Approvals.AnswerAsync(approval.Id, answer, default)).Reason.Rule);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        File.Delete(path);
    }

    private ServiceProvider Build() => new ServiceCollection()
        .AddLogging()
        .AddSingleton<TimeProvider>(Time)
        .AddSingleton<IStateStore>(new SqliteStateForTests(path))
        .AddSingleton<IAuditLog>(Audit)
        .AddSingleton<ISecretScanner>(new CanaryScanner())
        .AddSingleton<IToolSource>(new Offered(Tools))
        .AddSingleton<ToolCatalog>()
        .AddTransient(_ => Workspace!) // null is what a host without a workspace has
        .AddHarombePolicy(configure)
        .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true });

    private async Task RunAsync()
    {
        foreach (var service in services.GetServices<IHostedService>())
        {
            await service.StartAsync(default);
        }
    }

    private async Task StopAsync()
    {
        foreach (var service in services.GetServices<IHostedService>())
        {
            await service.StopAsync(default);
        }

        await services.DisposeAsync();
    }

    private sealed class Offered(List<ToolDefinition> tools) : IToolSource
    {
        public string Name => "offered";

        public IReadOnlyList<ToolOffer> Offers => [.. tools.Select(tool => new ToolOffer(tool, (_, _) => throw new InvalidOperationException("Nothing runs here.")))];
    }
}
