namespace Harombe.Host.Commands.Chat;

/// <summary>How a turn ended for the one who watched it.</summary>
/// <param name="Session">The conversation, to go on with; null when it never began.</param>
/// <param name="State">The host's word: <c>done</c>, <c>failed</c>, <c>cancelled</c>; empty when it isn't known.</param>
/// <param name="Stop">Why the command can't follow the turn any further; null when the turn ended.</param>
internal sealed record TurnEnding(string? Session, string State, Stop? Stop)
{
    /// <summary>What a one-shot chat ends with.</summary>
    public int ExitCode => Stop?.ExitCode ?? State switch
    {
        "done" => Commands.ExitCode.Done,
        "cancelled" => Commands.ExitCode.Interrupted,
        _ => Commands.ExitCode.Failed,
    };
}
