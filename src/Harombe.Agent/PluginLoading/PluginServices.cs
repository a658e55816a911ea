using Harombe.Agent.PluginEgress;
using Harombe.Core.Plugins;
using Microsoft.Extensions.Logging;

namespace Harombe.Agent.PluginLoading;

/// <summary>What the host has for plugins. Each plugin gets its own container with what it declares; the host's own is out of its sight.</summary>
internal sealed record PluginServices(IWorkspace Workspace, TimeProvider Time, ILoggerFactory Loggers, PluginHttp Http);
