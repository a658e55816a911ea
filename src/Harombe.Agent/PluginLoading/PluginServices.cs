using Harombe.Agent.PluginEgress;
using Harombe.Core.Plugins;
using Microsoft.Extensions.Logging;

namespace Harombe.Agent.PluginLoading;

/// <summary>What the host has for plugins. Each plugin gets its own container with what it declares; the host's own is out of its sight.</summary>
/// <param name="Workspace">The user's folder.</param>
/// <param name="Time">The clock.</param>
/// <param name="Loggers">The redacted log.</param>
/// <param name="Http">Makes clients.</param>
/// <param name="Store">Opens the own folder of the plugin of a name.</param>
internal sealed record PluginServices(IWorkspace Workspace, TimeProvider Time, ILoggerFactory Loggers, PluginHttp Http, Func<string, IWorkspace> Store);
