using Harombe.Core.Tools;
using Harombe.Policy.Provenance.Tools;

namespace Harombe.Policy.Risks;

/// <summary>
/// The risk of a tool: what its metadata says, else what its verbs and schema say. The words of a tool that nobody vouches for never make it less than
/// what they would be for one that does: only reading is low. Pure.
/// </summary>
internal static class InferredRisk
{
    private const Effect Grave = Effect.Delete | Effect.Send | Effect.Pay | Effect.Grant | Effect.Credential | Effect.Run;

    public static Risk Of(ToolDefinition tool, ToolProfile profile) => tool.Risk switch
    {
        Risk.Low or Risk.Medium or Risk.High or Risk.Critical => tool.Risk,
        Risk.Unknown when profile.Effects is Effect.Read or (Effect.Read | Effect.Fetch) && (tool.SourceTrusted || tool.ReadOnly) => Risk.Low,
        Risk.Unknown when profile.Has(Effect.Run) && tool.Hosts.Length > 0 => Risk.Critical,
        Risk.Unknown when profile.Has(Grave) => Risk.High,
        Risk.Unknown => Risk.Medium,
        // A number that is no risk.
        _ => Risk.Critical,
    };

    /// <summary>One step up, where something that was read speaks to the model.</summary>
    public static Risk Raise(Risk risk) => risk is Risk.Low or Risk.Medium or Risk.High ? risk + 1 : Risk.Critical;
}
