using Harombe.Core.Calls;
using Harombe.Core.Principals;

namespace Harombe.Agent.LanguageModels.Keys;

/// <summary>
/// For whom a model is asked. The lease of its key is written down under this principal, so that taking everything away that somebody touched finds the keys
/// that were used for them, too.
/// </summary>
internal sealed record Asker(Principal Principal, SessionId Session, Face Face)
{
    /// <summary>The host itself: a review of a call, a trial by nobody in particular.</summary>
    public static Asker Host() => new(new Principal(new PrincipalId("host"), TokenKinds.None, ToolScope.Nothing), SessionId.New(), Face.Api);
}
