using Harombe.Core.Calls;

namespace Harombe.Core.Guard;

/// <summary>
/// Lets one tool body run once, for one call and one set of arguments. Issued by the last station only. The body redeems it: whoever reaches a
/// body by another road has none.
/// </summary>
internal sealed class Permit(CallId call, string toolFingerprint, ArgumentsHash arguments)
{
    private int redeemed;

    /// <summary>Uses the permit up, whether it fits or not; true when it fits and had not been used.</summary>
    public bool TryRedeem(CallId forCall, string forTool, ArgumentsHash forArguments) =>
        Interlocked.Exchange(ref redeemed, 1) == 0 && forCall == call && forTool == toolFingerprint && forArguments == arguments;
}
