using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Harombe.Core.Principals;
using Harombe.Policy.Provenance.Flow;
using Harombe.Policy.Risks.Learning;
using Harombe.Policy.Rules.Clauses;

namespace Harombe.Policy.Rules.History;

/// <summary>
/// What a decision looked at besides the call itself, as it goes into the record, and back: with it and the call the decision can be made again. Quotes no value
/// of the session, only where values came from. What is as it usually is is left out.
/// </summary>
internal static class DecisionInputs
{
    private const int MaxTools = 500;

    public static IReadOnlyDictionary<string, string>? Of(CallFacts facts, ImmutableArray<Rule> rules)
    {
        Dictionary<string, string>? inputs = null;
        void Add(string name, string value) => (inputs ??= new Dictionary<string, string>(4))[name] = value;

        var caller = facts.Call.Principal;
        if (caller.Kinds != TokenKinds.Caller)
        {
            Add("kinds", ((int)caller.Kinds).ToString(CultureInfo.InvariantCulture));
        }

        if (!ReferenceEquals(caller.Tools, ToolScope.Everything) && caller.Tools.Globs is not [{ Pattern: "*" }])
        {
            Add("scope", caller.Tools.Globs.IsDefault ? "" : string.Join(' ', caller.Tools.Globs.Select(glob => glob.Pattern)));
        }

        if (facts.Learned is { } learned)
        {
            Add("learned", learned.ToString());
        }

        if (facts.Caution is { } caution)
        {
            Add("caution", caution);
        }

        if (facts.Flow is { } flow)
        {
            Add("flow", JsonSerializer.Serialize(FlowForm.Of(flow), HistoryJson.Default.FlowForm));
        }

        if (facts.Read is { } read && (read.Outside || read.Private || read.Tools.Count > 0))
        {
            Add("read", JsonSerializer.Serialize(new ReadForm(read.Outside, read.Private, [.. read.Tools.Order(StringComparer.Ordinal).Take(MaxTools)]), HistoryJson.Default.ReadForm));
        }

        foreach (var rule in rules)
        {
            foreach (var clause in rule.Clauses)
            {
                if (clause is TimeClause)
                {
                    Add("at", facts.Now.ToString("O", CultureInfo.InvariantCulture));
                }
                else if (clause is ICounting counting)
                {
                    var (calls, sum) = facts.Usage.Within(counting.Key, caller.Id.Value, counting.Span);
                    Add("used:" + counting.Key, string.Create(CultureInfo.InvariantCulture, $"{calls} {sum}"));
                }
            }
        }

        return inputs;
    }

    public static Principal Principal(PrincipalId id, IReadOnlyDictionary<string, string> inputs) => new(
        id,
        inputs.TryGetValue("kinds", out var kinds) ? (TokenKinds)int.Parse(kinds, NumberStyles.None, CultureInfo.InvariantCulture) : TokenKinds.Caller,
        inputs.TryGetValue("scope", out var scope) ? ToolScope.Of(scope.Split(' ', StringSplitOptions.RemoveEmptyEntries)) : ToolScope.Everything);

    public static LearnedRisk? Learned(IReadOnlyDictionary<string, string> inputs) => inputs.TryGetValue("learned", out var learned) ? LearnedRisk.Parse(learned) : null;

    public static FlowFinding? Flow(IReadOnlyDictionary<string, string> inputs) =>
        inputs.TryGetValue("flow", out var flow) ? JsonSerializer.Deserialize(flow, HistoryJson.Default.FlowForm)?.ToFinding() : null;

    public static SessionReads Read(IReadOnlyDictionary<string, string> inputs) =>
        inputs.TryGetValue("read", out var read) && JsonSerializer.Deserialize(read, HistoryJson.Default.ReadForm) is { } form
            ? new SessionReads(form.Tools.ToHashSet(StringComparer.Ordinal), form.Outside, form.Private) : SessionReads.Nothing;

    public static DateTimeOffset? At(IReadOnlyDictionary<string, string> inputs) =>
        inputs.TryGetValue("at", out var at) ? DateTimeOffset.ParseExact(at, "O", CultureInfo.InvariantCulture) : null;

    public static IReadOnlyDictionary<string, (int Calls, decimal Sum)> Used(IReadOnlyDictionary<string, string> inputs) => inputs
        .Where(input => input.Key.StartsWith("used:", StringComparison.Ordinal))
        .ToDictionary(
            input => input.Key[5..],
            input => input.Value.Split(' ') is [var calls, var sum]
                ? (int.Parse(calls, NumberStyles.None, CultureInfo.InvariantCulture), decimal.Parse(sum, NumberStyles.Number, CultureInfo.InvariantCulture)) : (0, 0m),
            StringComparer.Ordinal);
}

/// <summary>What the session had read.</summary>
internal sealed record ReadForm(bool Outside, bool Private, IReadOnlyList<string> Tools);

/// <summary>What following the data found, without its sentences.</summary>
internal sealed record FlowForm(bool Vouched, bool Marked, IReadOnlyList<ConcernForm> Concerns)
{
    public static FlowForm Of(FlowFinding flow) => new(
        flow.Vouched, flow.Marked, [.. flow.Concerns.Select(concern => new ConcernForm(concern.Rule, concern.Path, concern.Origin.ToString().ToLowerInvariant()))]);

    public FlowFinding ToFinding() => new(
        Vouched, [.. Concerns.Select(concern => new FlowConcern(concern.Rule, concern.Path, Enum.Parse<Origin>(concern.Origin, ignoreCase: true), ""))], Marked);
}

internal sealed record ConcernForm(string Rule, string Path, string Origin);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(FlowForm))]
[JsonSerializable(typeof(ReadForm))]
internal sealed partial class HistoryJson : JsonSerializerContext;
