using System.Text.Json;
using Harombe.Attacks.Guard;
using Harombe.Core.Approvals;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Harombe.Core.Guard;
using Harombe.Core.Labels;
using Harombe.Core.Principals;
using Harombe.Core.Secrets;
using Harombe.Core.State;
using Harombe.Core.Tools;
using Harombe.Policy;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Harombe.Attacks.Approvals;

/// <summary>The host as it is run, for somebody who wants a call to run that nobody said yes to: with a clock to turn and the database to write into.</summary>
internal sealed class BesiegedApprovals : IAsyncDisposable
{
    public static readonly Principal Caller = new(new PrincipalId("caller"), TokenKinds.Caller, ToolScope.Everything);
    public static readonly Principal Other = new(new PrincipalId("other"), TokenKinds.Caller, ToolScope.Everything);

    private readonly GuardedHost host = GuardedHost.Unstarted();

    private BesiegedApprovals()
    {
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero));

    public GuardedHost Host => host;

    public int Runs => host.Tools.RunsOf(GuardedHost.Change);

    public IApprovals Approvals => host.Services.GetRequiredService<IApprovals>();

    public IGrants Grants => host.Services.GetRequiredService<IGrants>();

    public static BesiegedApprovals Unstarted() => new();

    public static Principal Approver(string name) => new(new PrincipalId(name), TokenKinds.Approver, ToolScope.Nothing);

    public Task StartAsync(Action<PolicyOptions>? policy = null, ScanEffects? effects = null) => host.StartAsync(services =>
    {
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton(effects ?? new ScanEffects());
        services.Configure(policy ?? (_ => { }));
    });

    public static CallRequest Request(string arguments = """{"to":"ann"}""", string session = "ses_1") => new()
    {
        Id = CallId.New(),
        Tool = GuardedHost.Change,
        Arguments = JsonElement.Parse(arguments),
        Principal = Caller,
        Session = new SessionId(session),
        Face = Face.Mcp,
        Label = Label.OfClient,
    };

    public ValueTask<CallResult> CallAsync(CallRequest request) => host.Services.GetRequiredService<GuardedKernel>().InvokeAsync(request, CancellationToken.None);

    public async Task<Approval> AskedAsync(CallRequest request) => Assert.IsType<CallResult.Pending>(await CallAsync(request)).Approval;

    public async Task<Approval> ApprovedAsync(CallRequest request, GrantTerms? grant = null, string? edited = null)
    {
        var approval = await AskedAsync(request);
        var yes = new ApprovalAnswer(true, Approver("ann"), AnswerChannel.Http, null) { Grant = grant, Edited = edited is null ? null : JsonElement.Parse(edited) };
        return Assert.IsType<AnswerOutcome.Recorded>(await Approvals.AnswerAsync(approval.Id, yes, default)).Approval;
    }

    /// <summary>The call is refused by the rule, nothing has run, and the record says so.</summary>
    public async Task RefusedAsync(string rule, CallRequest request, int runs = 0)
    {
        Assert.Equal(rule, Assert.IsType<CallResult.Refused>(await CallAsync(request)).Reason.Rule);
        Assert.Equal(runs, Runs);
        Assert.Contains(await EntriesAsync("call.stopped"), entry => entry.GetProperty("call").GetString() == request.Id.Value
            && entry.GetProperty("reason").GetProperty("rule").GetString() == rule);
    }

    /// <summary>The answer is refused by the rule, and the record says so.</summary>
    public async Task RejectedAsync(string rule, Approval approval, ApprovalAnswer answer)
    {
        Assert.Equal(rule, Assert.IsType<AnswerOutcome.Rejected>(await Approvals.AnswerAsync(approval.Id, answer, default)).Reason.Rule);
        Assert.Contains(await EntriesAsync("approval.rejected"), entry => entry.GetProperty("approval").GetString() == approval.Id.Value && entry.GetProperty("rule").GetString() == rule);
    }

    public async Task<IReadOnlyList<JsonElement>> EntriesAsync(string kind, CallId? call = null)
    {
        var entries = new List<JsonElement>();
        await foreach (var record in host.Services.GetRequiredService<IAuditLog>().ReadAsync(new AuditQuery(null, 100_000, false, kind, call), CancellationToken.None))
        {
            entries.Add(JsonElement.Parse(record.Bytes.Span));
        }

        return entries;
    }

    /// <summary>Writes into the database, past everything.</summary>
    public async Task WriteAsync(string sql) => Assert.True(
        await host.Services.GetRequiredService<IStateStore>().WriteAsync(connection => connection.Execute(sql), CancellationToken.None) > 0, $"Touched nothing: {sql}");

    public ValueTask DisposeAsync() => host.DisposeAsync();
}
