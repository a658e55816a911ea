using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Core.Tools;
using Harombe.Policy.Provenance.Flow;
using Harombe.Policy.Provenance.Sessions;
using Harombe.Policy.Provenance.Tools;
using Harombe.Policy.Risks;
using Microsoft.Extensions.Options;

namespace Harombe.Policy.Rules;

/// <summary>
/// What holds before an operator writes any rule: who may not ask is refused; reading runs; an effect that the user's own words ask for, with every value
/// that decides where it lands, runs; everything else is put before a person. Thread-safe.
/// </summary>
internal sealed class DefaultDecisions(ISessions sessions, ToolProfiles profiles, IOptions<PolicyOptions> options) : IDecisions
{
    private static readonly ImmutableArray<IRule> Access = [new CallerRule(), new ToolScopeRule()];

    /// <summary>
    /// Approvals are bound to this. It covers the names and order of the rules; the number is raised by whoever changes what a rule means, so that
    /// no answer given under the old meaning counts under the new one.
    /// </summary>
    public string Version { get; } = $"builtin-2-{options.Value.Profile.ToString().ToLowerInvariant()}-" + HashOf([.. Access.Select(rule => rule.Name), "default.reading", "flow.vouched", "default.ask"]);

    public async ValueTask<Decision> DecideAsync(ToolCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        cancellationToken.ThrowIfCancellationRequested();
        var profile = profiles.Of(call.Tool);
        var risk = InferredRisk.Of(call.Tool, profile);
        foreach (var rule in Access)
        {
            if (rule.Match(call, risk) is { } finding)
            {
                return Decided(finding, rule.Name, risk);
            }
        }

        var reads = risk == Risk.Low && profile.Has(Effect.Read);
        if (reads && (profile.OnlyReads || call.Face != Face.Chat))
        {
            return Decided(Reading(call), "default.reading", risk);
        }

        // Without a prompt nothing can vouch for a call, so there is nothing to follow.
        var flow = call.Face == Face.Chat
            ? await sessions.ReadAsync(call, session => FlowReview.Of(profile, call.Arguments.Value, session), cancellationToken).ConfigureAwait(false)
            : null;
        return flow is { Vouched: true } && IsKnown(call.Tool) && (reads || (options.Value.Profile != PolicyProfile.LockedDown && !profile.Has(Effect.Run)))
            ? Decided(reads ? Reading(call) : Vouched(call), reads ? "default.reading" : "flow.vouched", risk)
            : Decided(AskReasons.Of(call.Tool, flow), flow is { Concerns: [var first, ..] } ? first.Rule : "default.ask", flow is { Marked: true } ? InferredRisk.Raise(risk) : risk);
    }

    // What nobody trustworthy has said anything of is asked about, whatever its words promise.
    private static bool IsKnown(ToolDefinition tool) => tool.Risk is Risk.Low or Risk.Medium or Risk.High || (tool.Risk == Risk.Unknown && tool.SourceTrusted);

    private static Finding Reading(ToolCall call) => new(Verdict.Allow, $"'{call.Tool.Name}' only reads and its risk is low.", "Nothing is needed.");

    private static Finding Vouched(ToolCall call) =>
        new(Verdict.Allow, $"What the user wrote asks for '{call.Tool.Name}' and vouches for everything that decides where it lands.", "Nothing is needed.");

    private Decision Decided(Finding finding, string rule, Risk risk) => new(finding.Verdict, rule, risk, finding.Message, finding.Remedy, Version);

    private static string HashOf(ImmutableArray<string> names) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', names))))[..12];
}
