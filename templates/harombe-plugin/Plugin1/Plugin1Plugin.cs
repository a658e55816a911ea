using System.ComponentModel;
using Harombe.Core.Calls;
using Harombe.Core.Plugins;
using Microsoft.SemanticKernel;

namespace Plugin1;

/// <summary>The tools of this plugin: each is a function here and a line in plugin.yaml.</summary>
public sealed class Plugin1Plugin(TimeProvider time)
{
    [KernelFunction("greet"), Description("Greets somebody by the time of day. Models choose a tool by this sentence, people approve by it.")]
    public ToolAnswer Greet([Description("Whom to greet")] string name) => name.Length is 0 or > 100
        ? ToolAnswer.Refuse(new Reason("plugin1.name", "That is no name.", "Give one of 1 to 100 characters."))
        : ToolAnswer.Of($"Good {(time.GetUtcNow().Hour < 12 ? "morning" : "day")}, {name}!");

    [KernelFunction("forget"), Description("Forgets everybody who was greeted.")]
    public async Task<ToolAnswer> ForgetAsync(IProgress<ToolProgress> progress, CancellationToken cancellationToken)
    {
        progress.Report(new ToolProgress("forgetting", 0.5));
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        return ToolAnswer.Of("Nobody was here.");
    }
}
