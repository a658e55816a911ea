using System.Text.Json;
using Harombe.Core;
using Harombe.Core.Approvals;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Core.Guard;
using Harombe.Core.Labels;
using Harombe.Core.Principals;
using Harombe.Core.Secrets;
using Harombe.Core.Tools;
using Microsoft.Extensions.DependencyInjection;

namespace Harombe.Testing.Roads;

/// <summary>The real road over scripted contracts: the stations, the kernel and the catalogue are those of the host.</summary>
public sealed class Road : IDisposable
{
    private readonly ServiceProvider services;

    /// <summary>Builds the road.</summary>
    /// <param name="tools">The tools at its end.</param>
    /// <param name="limits">Bounds; the usual ones when null.</param>
    /// <param name="more">What a test adds or replaces.</param>
    public Road(CountedTools tools, GuardLimits? limits = null, Action<IServiceCollection>? more = null)
    {
        Tools = tools;
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddSingleton<IToolSource>(tools);
        collection.AddSingleton<ISecretScanner>(Scanner);
        collection.AddSingleton<IDecisions>(Decisions);
        collection.AddSingleton<IApprovals>(Approvals);
        collection.AddSingleton<IAuditLog>(Audit);
        collection.AddSingleton<ILeases>(Leases);
        collection.AddHarombeCore(limits ?? new GuardLimits());
        more?.Invoke(collection);
        services = collection.BuildServiceProvider();
    }

    /// <summary>Who calls when nothing else is said.</summary>
    public static Principal Caller { get; } = new(new PrincipalId("caller"), TokenKinds.Caller, ToolScope.Everything);

    /// <summary>The tools.</summary>
    public CountedTools Tools { get; }

    /// <summary>The scanner.</summary>
    public CanaryScanner Scanner { get; } = new();

    /// <summary>Policy.</summary>
    public ScriptedDecisions Decisions { get; } = new();

    /// <summary>The questions.</summary>
    public ScriptedApprovals Approvals { get; } = new();

    /// <summary>The record.</summary>
    public RememberingAuditLog Audit { get; } = new();

    /// <summary>The credentials.</summary>
    public CountingLeases Leases { get; } = new();

    /// <summary>What the road is built of.</summary>
    public IServiceProvider Services => services;

    /// <summary>The catalogue.</summary>
    public ToolCatalog Catalog => services.GetRequiredService<ToolCatalog>();

    /// <summary>The stations, in their order.</summary>
    public IReadOnlyList<GuardStation> Stations => [.. services.GetServices<GuardStation>()];

    /// <summary>The road's beginning.</summary>
    public GuardedKernel Kernel => services.GetRequiredService<GuardedKernel>();

    /// <summary>A road with one tool.</summary>
    public static Road To(string name, ToolBody body, Func<ToolDefinition, ToolDefinition>? define = null, GuardLimits? limits = null)
    {
        var tools = new CountedTools();
        tools.Add(name, body, define);
        return new Road(tools, limits);
    }

    /// <summary>A request as a face makes it.</summary>
    public static CallRequest Request(string tool, string arguments = "{}", ApprovalId? approval = null) => new()
    {
        Id = CallId.New(),
        Tool = tool,
        Arguments = JsonElement.Parse(arguments),
        Principal = Caller,
        Session = new SessionId("ses_test"),
        Face = Face.Api,
        Approval = approval,
        Label = Label.OfUser,
    };

    /// <summary>Calls a tool by the road.</summary>
    public ValueTask<CallResult> CallAsync(string tool, string arguments = "{}") => Kernel.InvokeAsync(Request(tool, arguments), CancellationToken.None);

    /// <inheritdoc/>
    public void Dispose() => services.Dispose();
}
