using Harombe.Gateway.Elicitation;
using Harombe.Gateway.Endpoint;
using Harombe.Gateway.Endpoint.Bodies;
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
        services.AddSingleton<Road>();
        services.AddSingleton<Answers>();
        services.AddSingleton<Elicitor>();
        services.AddSingleton<ApprovalTool>();
        services.AddSingleton<ToolList>();
        services.AddSingleton<ToolCalls>();
        services.AddSingleton<BodyGuard>();
        services.ConfigureOptions<ServerSetup>();
        services.AddMcpServer().WithHttpTransport();
        return services;
    }
}
