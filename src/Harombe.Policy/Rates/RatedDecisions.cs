using System.Globalization;
using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Policy.Rules;

namespace Harombe.Policy.Rates;

/// <summary>
/// Stands before the rules: who calls more often than <c>limits.rates</c> lets it is told for how long to wait, whatever a rule would say, and by whichever face
/// it comes. A rule's own <c>rate</c> is for what depends on more than principal and tool. Thread-safe.
/// </summary>
internal sealed class RatedDecisions(PolicyDecisions decisions, CallRates rates, PolicyHolder policy) : IDecisions
{
    public async ValueTask<Decision> DecideAsync(ToolCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        // One that comes again with its answer was counted when it asked.
        if (call.Approval is null && rates.Take(call.Principal.Id, call.Tool.Name) is { } over)
        {
            var wait = Math.Max(1, Math.Ceiling(over.Wait.TotalSeconds));
            return new Decision(
                Verdict.Deny,
                "rate.limit",
                call.Tool.Risk,
                string.Create(CultureInfo.InvariantCulture, $"'{call.Principal.Id}' may call {call.Tool.Name} {over.Rate.Calls} times in {over.Rate.Span.TotalSeconds:0.###} s and has done so. It may again in {wait} s."),
                string.Create(CultureInfo.InvariantCulture, $"Wait {wait} s, then call again. The operator sets the rate with limits.rates['{over.Rate.Tools}']."),
                policy.Current.Version);
        }

        return await decisions.DecideAsync(call, cancellationToken).ConfigureAwait(false);
    }
}
