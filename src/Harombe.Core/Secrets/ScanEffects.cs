namespace Harombe.Core.Secrets;

/// <summary>What happens to a secret that the scanner found and that is not one of ours. The zero value lets nothing through.</summary>
public enum ScanEffect
{
    /// <summary>What holds it is refused.</summary>
    Block = 0,

    /// <summary>It is taken out, and the rest goes on.</summary>
    Redact = 1,

    /// <summary>It goes on as it is, and the record says so.</summary>
    Note = 2,

    /// <summary>It goes on as it is if a person says yes to this one call. Of arguments only: what came back has had its effect, so there is nothing to ask about.</summary>
    Ask = 3,
}

/// <summary>
/// The effects by direction. Ours are never let through, whatever stands here: in arguments they block, elsewhere their placeholder takes their place.
/// What waits for a person's answer is kept in memory only (<see cref="Approvals.WithheldArguments"/>): no store ever holds the secret.
/// </summary>
/// <param name="Arguments">Of a tool call.</param>
/// <param name="Results">Of a tool: <see cref="ScanEffect.Redact"/> or <see cref="ScanEffect.Block"/>.</param>
public sealed record ScanEffects(ScanEffect Arguments = ScanEffect.Block, ScanEffect Results = ScanEffect.Redact);
