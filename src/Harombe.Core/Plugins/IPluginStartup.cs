using Microsoft.Extensions.DependencyInjection;

namespace Harombe.Core.Plugins;

/// <summary>
/// A public class of a plugin that adds services of its own, for its other classes to ask for. It has a public constructor without parameters. The services
/// live as long as the loaded plugin and are disposed with it.
/// </summary>
public interface IPluginStartup
{
    /// <summary>Adds services. What the host gives (HttpClient, IWorkspace, ICredentials, settings, TimeProvider, ILogger) is there already and can't be replaced.</summary>
    void AddServices(IServiceCollection services);
}
