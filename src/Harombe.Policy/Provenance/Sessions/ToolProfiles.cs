using System.Runtime.CompilerServices;
using Harombe.Core.Tools;
using Harombe.Policy.Provenance.Tools;

namespace Harombe.Policy.Provenance.Sessions;

/// <summary>The profile of each definition, worked out once. Thread-safe.</summary>
internal sealed class ToolProfiles
{
    private readonly ConditionalWeakTable<ToolDefinition, ToolProfile> known = [];

    public ToolProfile Of(ToolDefinition tool) => known.GetValue(tool, ToolProfile.Of);
}
