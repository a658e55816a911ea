using System.Text.Json;
using Harombe.Core.Calls;
using Harombe.Core.Labels;
using Harombe.Core.Principals;
using Harombe.Core.Tools;
using Harombe.Policy.Provenance.Tools;
using Harombe.Policy.Risks;

namespace Harombe.Policy.Rules.History;

/// <summary>A decision as the record tells it, read back so that it can be made again.</summary>
/// <param name="Call">The call's id.</param>
/// <param name="Tool">The tool.</param>
/// <param name="Principal">Who asked for it.</param>
/// <param name="At">When.</param>
/// <param name="Verdict"><c>deny</c>, <c>ask</c> or <c>allow</c>.</param>
/// <param name="Rule">The rule that decided.</param>
/// <param name="Asks">Every rule that asked.</param>
/// <param name="Risk">How risky it was found.</param>
/// <param name="Policy">The version of the policy.</param>
internal sealed record RecordedDecision(
    string Call, string Tool, string Principal, DateTimeOffset At, string Verdict, string Rule, IReadOnlyList<string> Asks, string Risk, string Policy)
{
    /// <summary>What it was decided by; null where the record doesn't hold all of it, and then <see cref="Missing"/> says why.</summary>
    public CallFacts? Facts { get; init; }

    /// <summary>Why it can't be made again.</summary>
    public string? Missing { get; init; }

    /// <summary>Null for an entry that holds no decision.</summary>
    /// <param name="entry">An entry <c>call.intent</c> or <c>call.stopped</c>.</param>
    /// <param name="tools">The tool of a name, as it is now.</param>
    public static RecordedDecision? Read(JsonElement entry, Func<string, ToolDefinition?> tools)
    {
        if (!entry.TryGetProperty("decision", out var decision))
        {
            return null;
        }

        string Text(JsonElement of, string name) => of.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
        var inputs = decision.TryGetProperty("inputs", out var members)
            ? members.EnumerateObject().ToDictionary(member => member.Name, member => member.Value.GetString() ?? "", StringComparer.Ordinal) : [];
        var read = new RecordedDecision(
            Text(entry, "call"),
            Text(entry, "tool"),
            Text(entry, "principal"),
            DateTimeOffset.Parse(Text(entry, "time"), System.Globalization.CultureInfo.InvariantCulture),
            Text(decision, "verdict"),
            Text(decision, "rule"),
            decision.TryGetProperty("asks", out var asks) ? [.. asks.EnumerateArray().Select(ask => ask.GetString() ?? "")] : [Text(decision, "rule")],
            Text(decision, "risk"),
            Text(decision, "policy"));
        return tools(read.Tool) is not { } tool ? read with { Missing = "the tool is not there any more" }
            : tool.Fingerprint != Text(entry, "definition") ? read with { Missing = "the tool's definition has changed" }
            : !TryArguments(entry, out var arguments) ? read with { Missing = "the arguments are not in the record as they were" }
            : read with { Facts = FactsOf(entry, read, tool, arguments, inputs) };
    }

    private static CallFacts FactsOf(JsonElement entry, RecordedDecision read, ToolDefinition tool, ToolArguments arguments, Dictionary<string, string> inputs)
    {
        var call = new ToolCall(
            new CallId(read.Call),
            tool,
            arguments,
            DecisionInputs.Principal(new PrincipalId(read.Principal), inputs),
            new SessionId(entry.GetProperty("session").GetString() ?? ""),
            Enum.Parse<Face>(entry.GetProperty("face").GetString() ?? "", ignoreCase: true),
            null);
        var profile = ToolProfile.Of(tool);
        var learned = DecisionInputs.Learned(inputs);
        var risk = InferredRisk.Of(tool, profile);
        return new CallFacts(
            call,
            profile,
            learned is null ? risk : InferredRisk.Raise(risk),
            DecisionInputs.Flow(inputs),
            DecisionInputs.Read(inputs),
            DecisionInputs.At(inputs) ?? read.At,
            new RuleUsage(TimeProvider.System, DecisionInputs.Used(inputs)))
        {
            Learned = learned,
            Caution = inputs.GetValueOrDefault("caution"),
        };
    }

    // Redacted ones have a commitment instead of a hash, and long ones lie beside the entry.
    private static bool TryArguments(JsonElement entry, out ToolArguments arguments)
    {
        arguments = null!; // not null where it is true
        return entry.TryGetProperty("argumentsHash", out var hash)
            && entry.TryGetProperty("arguments", out var text)
            && ToolArguments.TryCreate(JsonElement.Parse(text.GetString() ?? "{}"), Label.OfOutside, null, out arguments!, out _)
            && arguments.Hash.Value == hash.GetString();
    }
}
