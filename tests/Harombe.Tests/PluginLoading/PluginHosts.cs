using Harombe.Agent.PluginEgress;
using Harombe.Agent.PluginLoading;
using Harombe.Core.Egress;
using Harombe.Core.Plugins;
using Harombe.Core.Secrets;
using Microsoft.Extensions.Logging.Abstractions;

namespace Harombe.Tests.PluginLoading;

/// <summary>What a host has for plugins.</summary>
internal static class PluginHosts
{
    public static PluginServices Services(IWorkspace? workspace = null, TimeProvider? time = null, IOutboundConnections? connections = null, IPlaceholderResolver? placeholders = null) => new(
        workspace!, // null only where no plugin of the test asks for it
        time ?? TimeProvider.System,
        NullLoggerFactory.Instance,
        new PluginHttp(connections ?? new DirectConnections(), placeholders),
        _ => throw new InvalidOperationException("No plugin of the test has a store."));
}
