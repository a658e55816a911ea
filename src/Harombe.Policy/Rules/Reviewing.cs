using Harombe.Core.Decisions;
using Harombe.Core.Secrets;
using Harombe.Policy.Approvals.Previews;
using Microsoft.Extensions.Options;

namespace Harombe.Policy.Rules;

/// <summary>
/// Puts calls that would run before the reviewer, where there is one. Not those that only read, nor those that a person has answered. A reviewer that fails, takes too
/// long or can't be given the call without secrets has said to be cautious. Thread-safe.
/// </summary>
internal sealed class Reviewing(Func<IReviewer?> reviewer, Func<ISecretScanner?> scanner, IOptions<PolicyOptions> options, TimeProvider time)
{
    private const int LongestPrompt = 4000;
    private const int LongestCaution = 300;

    /// <summary>Why a person should look first; null where nothing speaks against it.</summary>
    public async ValueTask<string?> CautionAsync(CallFacts facts, string? prompt, CancellationToken cancellationToken)
    {
        if (facts.Profile.OnlyReads || facts.Call.Approval is not null || reviewer() is not { } looks)
        {
            return null;
        }

        if (scanner() is not { } scanning)
        {
            return "it could not be given the call without secrets.";
        }

        using var deadline = new CancellationTokenSource(options.Value.ReviewerTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            var last = prompt is { Length: > LongestPrompt } ? prompt[^LongestPrompt..] : prompt;
            var said = await looks.CautionAsync(
                new ReviewedCall(
                    facts.Call.Tool.Name.Value,
                    scanning.Redact(facts.Call.Tool.Description).Value,
                    scanning.RedactJson(facts.Call.Arguments.Value).Value,
                    last is null ? null : scanning.Redact(last).Value,
                    facts.Flow is { Marked: true }),
                either.Token).AsTask().WaitAsync(either.Token).ConfigureAwait(false);
            return said is null ? null : SeenText.Of(said, LongestCaution, scanning).Text;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return "it did not answer in time.";
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Of a model of somebody else's: it throws what it likes.
            return "it could not be asked.";
        }
    }
}
