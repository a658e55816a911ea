using Harombe.Core.Egress;
using Harombe.Core.Secrets;
using Harombe.Core.State;
using Harombe.Core.Tools;
using Harombe.Gateway.Elicitation;
using Harombe.Gateway.Endpoint;
using Harombe.Gateway.Endpoint.Bodies;
using Harombe.Gateway.Endpoint.Finding;
using Harombe.Gateway.Endpoint.Sessions;
using Harombe.Gateway.Pinning;
using Harombe.Gateway.Upstreams;
using Harombe.Gateway.Upstreams.Administration;
using Harombe.Gateway.Upstreams.Connecting;
using Harombe.Gateway.Upstreams.Offering;
using Harombe.Gateway.Upstreams.Questions;
using Harombe.Gateway.Upstreams.Watching;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Harombe.Gateway;

/// <summary>Registers the gateway.</summary>
public static class GatewayServices
{
    /// <summary>
    /// Adds the MCP face of the guarded kernel. It stands on <c>AddHarombeCore</c> and on a store of approvals, and is served by
    /// <see cref="GatewayRoutes.MapHarombeGateway"/>. Options that it can't work with stop the host at start.
    /// </summary>
    public static IServiceCollection AddHarombeGateway(this IServiceCollection services, Action<GatewayOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IValidateOptions<GatewayOptions>, GatewayOptionsCheck>();
        services.AddOptions<GatewayOptions>().Configure(configure).ValidateOnStart();
        services.AddSingleton<StateSeal>();
        services.AddSingleton<CallSlots>();
        services.AddSingleton<ResultForm>();
        services.AddSingleton<CallingClients>();
        services.AddSingleton<Road>();
        services.AddSingleton<InputStates>();
        services.AddSingleton<Answers>();
        services.AddSingleton<Elicitor>();
        services.AddSingleton<ApprovalTool>();
        services.AddSingleton<ToolList>();
        services.AddSingleton<SearchTools>();
        services.AddSingleton<Listening>();
        services.AddSingleton(provider => new Passing(
            provider.GetService<UpstreamSet>(),
            provider.GetRequiredService<ToolCatalog>(),
            provider.GetRequiredService<ISecretScanner>(),
            provider.GetRequiredService<CallSlots>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<Reading>();
        services.AddSingleton<Completing>();
        services.AddSingleton<OpenSessions>();
        services.AddSingleton<SessionRoom>();
        services.AddSingleton<News>();
        services.AddSingleton(provider => new Subscriptions(
            provider.GetService<UpstreamSet>(),
            provider.GetRequiredService<News>(),
            provider.GetRequiredService<OpenSessions>(),
            provider.GetRequiredService<Passing>(),
            provider.GetRequiredService<Reading>()));
        services.AddSingleton<CatalogSignal>();
        services.AddSingleton<ToolCalls>();
        services.AddSingleton<ParameterHeaders>();
        services.AddSingleton<BodyGuard>();
        services.AddSingleton(provider => new Instructions(provider.GetService<UpstreamSet>()));
        services.ConfigureOptions<ServerSetup>();
        services.AddMcpServer().WithHttpTransport();
        return services;
    }

    /// <summary>
    /// Adds the upstream servers of <see cref="GatewayOptions.Upstreams"/> and of the store as a source of tools. The host must have added an
    /// <see cref="IStateStore"/>, an audit log, <see cref="ILeases"/> and <see cref="IOutboundConnections"/>.
    /// </summary>
    public static IServiceCollection AddHarombeUpstreams(this IServiceCollection services)
    {
        services.AddSingleton(new StateMigrations("upstreams", typeof(GatewayServices).Assembly, "Harombe.Gateway.Pinning.Migrations"));
        services.AddSingleton<PinStore>();
        services.AddSingleton<EntryStore>();
        services.AddSingleton<PinRecord>();
        services.AddSingleton<Acceptance>();
        services.AddSingleton<HeardDefinitions>();
        services.AddSingleton<ConnectionLeases>();
        services.AddSingleton(provider => new UpstreamHttp(provider.GetRequiredService<IOutboundConnections>(), provider.GetService<IPlaceholderResolver>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<SessionStart>();
        services.AddSingleton<QuestionForm>();
        services.AddSingleton<AnswerScan>();
        services.AddSingleton<QuestionRecord>();
        services.AddSingleton<HeldQuestions>();
        services.AddSingleton<ServerLogs>();
        services.AddSingleton<UpstreamEars>();
        services.AddSingleton<InputRounds>();
        services.AddSingleton<UpstreamCalls>();
        services.AddSingleton<UpstreamSource>();
        services.AddSingleton<IToolSource>(provider => provider.GetRequiredService<UpstreamSource>());
        services.AddSingleton<UpstreamSet>();
        services.AddSingleton<Retirement>();
        services.AddSingleton<UpstreamChanges>();
        services.AddSingleton(provider => new UpstreamConfiguration(provider.GetRequiredService<UpstreamSet>()));
        services.AddHostedService<UpstreamService>();
        return services;
    }
}
