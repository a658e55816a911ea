using Harombe.Agent.PluginEgress;
using Harombe.Agent.PluginInstalling;
using Harombe.Agent.Workspaces;
using Harombe.Core.Egress;
using Harombe.Core.Plugins;
using Harombe.Core.Secrets;
using Harombe.Core.Tools;
using Harombe.Core.Principals;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
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
        services.AddSingleton(options);
        services.AddSingleton(provider => new PluginSource(options, provider.GetRequiredService<PluginServices>()));
        services.AddSingleton(provider => new PluginServices(
                provider.GetRequiredService<IWorkspace>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILoggerFactory>(),
                new PluginHttp(provider.GetRequiredService<IOutboundConnections>(), provider.GetService<IPlaceholderResolver>()),
                name => options.Stores.Length > 0
                    ? WorkspaceServices.Create(new WorkspaceOptions { Folder = Path.Combine(options.Stores, name), AllowPortable = true }, provider.GetRequiredService<ILoggerFactory>().CreateLogger<PluginStore>())
                    : throw new BrokenPluginException("plugin.paths", "The host was given no folder for stores of plugins.", "Give it one.")));
        services.TryAddSingleton<IOutboundConnections>(_ => new DirectConnections());
        services.AddSingleton<PluginReloading>();
        services.AddSingleton<PluginInstaller>();
        return services.AddSingleton<IToolSource>(provider => provider.GetRequiredService<PluginSource>());
    }

    /// <summary>Maps <c>/plugins</c>: what is loaded and from where, loading it anew, installing and removing. For admins; the host's authentication must stand before it.</summary>
    /// <param name="endpoints">Where to map.</param>
    /// <param name="principal">Who asks.</param>
    public static IEndpointConventionBuilder MapHarombePlugins(this IEndpointRouteBuilder endpoints, Func<HttpContext, Principal?> principal)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var group = endpoints.MapGroup("/plugins");
        PluginEndpoints.Map(group, principal);
        return group;
    }
}
