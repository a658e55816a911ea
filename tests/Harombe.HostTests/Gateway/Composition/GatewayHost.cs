using System.Net;
using System.Security.Claims;
using Harombe.Core;
using Harombe.Core.Approvals;
using Harombe.Core.Audit;
using Harombe.Core.Decisions;
using Harombe.Core.Guard;
using Harombe.Core.Principals;
using Harombe.Core.Secrets;
using Harombe.Core.Tools;
using Harombe.Gateway;
using Harombe.Gateway.Endpoint;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Harombe.Policy;
using Harombe.Policy.Provenance.Sessions;
using Harombe.Policy.Rules;

namespace Harombe.HostTests.Gateway.Composition;

/// <summary>The gateway over the real road on a real Kestrel, with stations in memory. A token is the principal's name.</summary>
public sealed class GatewayHost : IAsyncDisposable
{
    public static readonly Principal Alice = new(new PrincipalId("alice"), TokenKinds.Caller, ToolScope.Everything);
    public static readonly Principal Bob = new(new PrincipalId("bob"), TokenKinds.Caller, ToolScope.Everything);
    public static readonly Principal Reader = new(new PrincipalId("reader"), TokenKinds.Caller, ToolScope.Of("notes.read"));
    public static readonly Principal Owner = new(new PrincipalId("owner"), TokenKinds.Approver | TokenKinds.Admin, ToolScope.Nothing);

    private static readonly Dictionary<string, Principal> ByToken =
        new[] { Alice, Bob, Reader, Owner }.ToDictionary(principal => principal.Id.Value, StringComparer.Ordinal);

    private readonly WebApplication app;

    private GatewayHost(WebApplication app, FakeTimeProvider clock, ScriptedTools tools)
    {
        this.app = app;
        Clock = clock;
        Tools = tools;
    }

    public FakeTimeProvider Clock { get; }

    public ScriptedTools Tools { get; }

    public IServiceProvider Services => app.Services;

    public ApprovalsInMemory Approvals => (ApprovalsInMemory)app.Services.GetRequiredService<IApprovals>();

    public AuditInMemory Audit => (AuditInMemory)app.Services.GetRequiredService<IAuditLog>();

    public Uri Endpoint => new(app.Urls.Single() + "/mcp");

    public static async Task<GatewayHost> StartAsync(Action<GatewayOptions>? configure = null, Action<IServiceCollection>? services = null)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 7, 28, 12, 0, 0, TimeSpan.Zero));
        var tools = new ScriptedTools();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddSingleton<IToolSource>(tools);
        builder.Services.AddSingleton<IApprovals, ApprovalsInMemory>();
        builder.Services.AddSingleton<IAuditLog, AuditInMemory>();
        builder.Services.AddSingleton<IDecisions>(new PolicyDecisions(new UnknownSessions(), new ToolProfiles(), new PolicyHolder(PolicySnapshot.BuiltIn(PolicyProfile.Cautious)), new RuleUsage(TimeProvider.System)));
        builder.Services.AddSingleton<ISecretScanner, BlindScanner>();
        builder.Services.AddSingleton<ILeases, NoLeases>();
        builder.Services.AddHarombeCore(new GuardLimits());
        builder.Services.AddHarombeGateway(options =>
        {
            options.StateKey = Enumerable.Range(0, GatewayOptions.StateKeyLength).Select(i => (byte)i).ToArray();
            options.PublicUrl = () => new Uri("http://harombe.test:8000/");
            configure?.Invoke(options);
        });
        services?.Invoke(builder.Services);
        var app = builder.Build();
        app.Use(SignInAsync);
        app.MapHarombeGateway(context => context.User.FindFirstValue(ClaimTypes.NameIdentifier) is { } name ? ByToken.GetValueOrDefault(name) : null);
        await app.StartAsync();
        return new GatewayHost(app, clock, tools);
    }

    /// <summary>Answers the one question that waits, as an approver at the page.</summary>
    public async Task<Approval> AnswerAsync(bool approve, string? reason = null)
    {
        var waiting = Assert.Single(await Approvals.ListAsync(ApprovalState.Waiting, null, 10, CancellationToken.None));
        var outcome = await Approvals.AnswerAsync(waiting.Id, new ApprovalAnswer(approve, Owner, AnswerChannel.Page, reason), CancellationToken.None);
        return Assert.IsType<AnswerOutcome.Recorded>(outcome).Approval;
    }

    public async ValueTask DisposeAsync()
    {
        Tools.Go.TrySetResult();
        await app.DisposeAsync();
    }

    private static async Task SignInAsync(HttpContext context, RequestDelegate next)
    {
        var token = context.Request.Headers.Authorization.ToString().Replace("Bearer ", "", StringComparison.Ordinal);
        if (ByToken.ContainsKey(token))
        {
            context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, token)], "test"));
        }

        await next(context);
    }
}
