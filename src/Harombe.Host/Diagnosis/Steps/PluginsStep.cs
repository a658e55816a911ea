using Harombe.Agent.PluginLoading;
using Harombe.Core.Tools;
using Harombe.Host.Hosting;

namespace Harombe.Host.Diagnosis.Steps;

/// <summary>The plugins, loaded as the host loads them.</summary>
internal sealed class PluginsStep : IStep
{
    public string Name => "plugins";

    public IReadOnlyList<string> Needs => ["workspace", "secrets"];

    public bool OnlyAtRest => false;

    public Task<Finding> TryAsync(Patient patient, CancellationToken cancellationToken)
    {
        var tools = patient.Services.GetRequiredService<ToolCatalog>().Current;
        var leftOut = LeftOut.Of(tools, patient.Services.GetRequiredService<PluginSource>());
        return Task.FromResult(leftOut.Count == 0
            ? Finding.Works(Name, $"{tools.Tools.Length} tools")
            : Finding.Fails(
                Name,
                string.Join("; ", leftOut),
                "Do what is said of each, or leave the plugin out: plugins.disabled."));
    }
}
