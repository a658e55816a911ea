namespace Harombe.Core.Decisions;

/// <summary>
/// A second look at calls that policy would let run. It can only add caution: whatever it says, a call that is denied or asked about stays so. Thread-safe.
/// </summary>
public interface IReviewer
{
    /// <summary>Why a person should look first; null where nothing speaks against it. An exception counts as caution.</summary>
    ValueTask<string?> CautionAsync(ReviewedCall call, CancellationToken cancellationToken);
}

/// <summary>What a reviewer sees of a call. Everything in it has gone through the scanner; results of other calls are not in it.</summary>
/// <param name="Tool">The tool's name.</param>
/// <param name="Description">What the tool says it does.</param>
/// <param name="Arguments">The exact arguments, as JSON.</param>
/// <param name="Prompt">What the user wrote last; null where there is no prompt.</param>
/// <param name="Marked">Whether something that was read speaks to the model.</param>
public sealed record ReviewedCall(string Tool, string Description, string Arguments, string? Prompt, bool Marked);
