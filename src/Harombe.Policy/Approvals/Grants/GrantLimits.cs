using System.Text.Json;
using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Tools;
using Harombe.Policy.Provenance.Tools;

namespace Harombe.Policy.Approvals.Grants;

/// <summary>What can be granted, and for how long. Pure.</summary>
internal static class GrantLimits
{
    /// <summary>A session that goes on longer is asked again.</summary>
    public static readonly TimeSpan LongestSession = TimeSpan.FromHours(12);

    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);

    /// <summary>Null when a yes to this question may reach so far.</summary>
    public static Reason? Refuse(Approval approval, ToolDefinition? tool, GrantTerms terms, ArgumentPattern pattern, PolicyOptions options) =>
        approval.WithheldSeal is not null ? GrantReasons.Secret()
        : approval.Terms is not { Meaning.Length: > 0 } asked ? GrantReasons.Unknown()
        : approval.Risk is not (Risk.Low or Risk.Medium or Risk.High) ? GrantReasons.Critical()
        : asked.Demand.Once || asked.Demand.Quorum > 1 ? GrantReasons.Once(approval.Rule)
        : tool is null ? GrantReasons.Tool(approval.Tool)
        : !terms.Session && terms is { Lasts: null, Pattern: null } ? GrantReasons.Open()
        : terms.Lasts is { } lasts && (lasts < Shortest || lasts > Longest(terms, options)) ? GrantReasons.Time(Shortest, Longest(terms, options))
        : terms.Pattern is null ? null
        : RefusePattern(approval, tool, pattern);

    /// <summary>The longest that these terms may last.</summary>
    public static TimeSpan Longest(GrantTerms terms, PolicyOptions options) =>
        terms.Session && LongestSession < options.LongestGrant ? LongestSession : options.LongestGrant;

    private static Reason? RefusePattern(Approval approval, ToolDefinition tool, ArgumentPattern pattern)
    {
        var profile = ToolProfile.Of(tool);
        var names = Arguments(tool, approval.Arguments).Concat(pattern.Conditions.Select(condition => condition.Argument)).Distinct(StringComparer.Ordinal);
        var roles = names.ToDictionary(name => name, name => RoleOf(profile, name), StringComparer.Ordinal);
        // Whatever a shell is told is another program: nobody can see from a pattern what it lets run.
        if (profile.Has(Effect.Run) || roles.ContainsValue(ParameterRole.Code))
        {
            return GrantReasons.Shell(tool.Name);
        }

        if (!pattern.Fits(approval.Arguments))
        {
            return GrantReasons.Misfit();
        }

        var open = pattern.Conditions.FirstOrDefault(condition => condition.IsAny && MustBeSaid(roles.GetValueOrDefault(condition.Argument), approval.Risk));
        return open is not null ? GrantReasons.Anything(open.Argument)
            : approval.Risk == Risk.High && pattern.Conditions.All(condition => condition.IsAny) ? GrantReasons.Nothing()
            : null;
    }

    // What decides where it lands is never left open; where much can go wrong, nor what it happens to or how much of it.
    private static bool MustBeSaid(ParameterRole role, Risk risk) =>
        role is ParameterRole.Destination or ParameterRole.Credential or ParameterRole.Code
        || (risk == Risk.High && role is ParameterRole.Identity or ParameterRole.Amount);

    // Of an argument that the schema doesn't describe, its name is all there is to go by.
    private static ParameterRole RoleOf(ToolProfile profile, string name) =>
        profile.RoleOf(name) is not ParameterRole.Content and var role ? role : RoleWords.Of(name, default);

    private static IEnumerable<string> Arguments(ToolDefinition tool, JsonElement given) =>
        given.EnumerateObject().Select(argument => argument.Name)
            .Concat(tool.InputSchema.ValueKind == JsonValueKind.Object && tool.InputSchema.TryGetProperty("properties", out var known) && known.ValueKind == JsonValueKind.Object
                ? known.EnumerateObject().Select(property => property.Name) : []);
}
