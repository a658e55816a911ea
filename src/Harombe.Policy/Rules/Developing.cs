using Harombe.Core.Calls;
using Harombe.Core.Tools;
using Harombe.Policy.Provenance.Tools;

namespace Harombe.Policy.Rules;

/// <summary>
/// What the developer profile lets run besides: changes inside of the workspace, and code that has no network, as long as nothing that was read from outside
/// decides what happens. Sending, paying, deleting, granting and credentials are not among them. Pure.
/// </summary>
internal static class Developing
{
    private const Effect Local = Effect.Read | Effect.Create | Effect.Change | Effect.Move | Effect.Mark | Effect.Run;

    public static bool Covers(CallFacts facts) => (facts.Profile.Effects & ~Local) == 0
        && facts.Profile.Effects != Effect.Unknown
        && facts.Call.Tool is { Hosts.Length: 0, Risk: not Risk.Critical }
        && facts.Call.Tool.Paths.Contains("workspace")
        // A client without a prompt is asked about all the same.
        && facts.Call.Face == Face.Chat
        && facts.Flow is { Marked: false } flow
        && !flow.Concerns.Any(concern => concern.Rule is "flow.code" or "flow.content" or "flow.credential" or "flow.destination");
}
