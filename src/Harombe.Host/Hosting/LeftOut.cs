using Harombe.Agent.PluginLoading;
using Harombe.Core.Tools;

namespace Harombe.Host.Hosting;

/// <summary>The tools and plugins that a host runs without, each with its reason and what would bring it in.</summary>
internal static class LeftOut
{
    public static IReadOnlyList<string> Of(CatalogSnapshot tools, PluginSource plugins) =>
    [
        .. plugins.Faults.Select(fault => $"the plugin {fault.Plugin} in {fault.Folder}: {fault.Reason.Message} {fault.Reason.Remedy}"),
        .. tools.Faults.Select(fault => $"{fault.Tool} of {fault.Origin}: {fault.Reason}"),
    ];
}
