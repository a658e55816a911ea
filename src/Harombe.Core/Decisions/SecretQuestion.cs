using Harombe.Core.Secrets;
using Harombe.Core.Tools;

namespace Harombe.Core.Decisions;

/// <summary>
/// What a found secret adds to the decision on a call that would go on with it. It only adds: a denial stays one, and a call that policy asks about is one question,
/// with both reasons. Pure.
/// </summary>
internal static class SecretQuestion
{
    public const string Rule = "scan.arguments";

    public static Decision In(Decision decision, FoundSecrets? found, ScanEffect effect)
    {
        var asks = effect == ScanEffect.Ask;
        return found is null || !(decision.Verdict == Verdict.Ask || (asks && decision.Verdict == Verdict.Allow)) ? decision
            : decision.Verdict == Verdict.Ask ? Told(decision, found, asks, $"{decision.Message} {Words(found)}")
            : Told(decision, found, asks, Words(found)) with
            {
                Verdict = Verdict.Ask,
                Rule = Rule,
                Remedy = "Keep it with 'harombe secrets set <name>' and let the tool declare it, or let a person answer. scanner.arguments decides.",
            };
    }

    private static string Words(FoundSecrets found) =>
        $"The arguments hold a secret that this host doesn't keep ({found}); it is not shown, and a yes gives it to the tool as it is.";

    private static Decision Told(Decision decision, FoundSecrets found, bool asks, string message)
    {
        var terms = decision.Terms ?? new AskTerms(decision.Verdict == Verdict.Ask ? [decision.Rule] : [], "", AnswerDemand.Anybody, []);
        terms = terms with { Origins = [.. found.Places.Select(place => new ValueOrigin(place.Path, "secret", Rule, $"It holds a secret that this host doesn't keep: {place.Kind}.")), .. terms.Origins] };
        return !asks ? decision with { Message = message, Terms = terms } : decision with
        {
            Message = message,
            // What has been handed out can't be taken back, and a client that was talked into it would vouch for it: its own word is not enough.
            Risk = decision.Risk is Risk.Low or Risk.Medium ? Risk.High : decision.Risk,
            Terms = terms with
            {
                Asks = [.. terms.Asks.Append(Rule).Distinct().Order(StringComparer.Ordinal)],
                // Another call would carry another secret.
                Demand = terms.Demand with { Once = true },
            },
        };
    }
}
