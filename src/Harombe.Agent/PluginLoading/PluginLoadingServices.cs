using Harombe.Agent.PluginEgress;
using Harombe.Core.Egress;
using Harombe.Core.Plugins;
using Harombe.Core.Secrets;
using Harombe.Core.Tools;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Harombe.Agent.PluginLoading;

/// <summary>Gives the host its plugins.</summary>
public static class PluginLoadingServices
{
    /// <summary>Adds the plugins as a source of tools. Needs an <see cref="IWorkspace"/> and a <see cref="TimeProvider"/> among the services.</summary>
    public static IServiceCollection AddHarombePlugins(this IServiceCollection services, Action<PluginLoadingOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new PluginLoadingOptions();
        configure(options);
        services.AddSingleton(provider => new PluginSource(
            options,
            new PluginServices(
                provider.GetRequiredService<IWorkspace>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILoggerFactory>(),
                new PluginHttp(provider.GetRequiredService<IOutboundConnections>(), provider.GetService<IPlaceholderResolver>()))));
        services.TryAddSingleton<IOutboundConnections>(_ => new DirectConnections());
        services.AddSingleton<PluginReloading>();
        return services.AddSingleton<IToolSource>(provider => provider.GetRequiredService<PluginSource>());
    }

    /// <summary>Maps <c>/plugins</c>: what is loaded and from where, and loading it anew. For admins; the host's authentication must stand before it.</summary>
    public static IEndpointConventionBuilder MapHarombePlugins(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var group = endpoints.MapGroup("/plugins");
        PluginEndpoints.Map(group);
        return group;
    }
}
