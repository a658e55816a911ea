using System.Collections.Immutable;
using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Core.Tools;
using Harombe.Policy.Rules.Clauses;
using YamlDotNet.RepresentationModel;

namespace Harombe.Policy.Rules.Reading;

/// <summary>Reads one rule.</summary>
internal static class RuleForm
{
    private static readonly string[] Matches = ["tool", "principal", "session", "origin", "face", "risk", "arguments", "time", "rate", "budget", "after", "flow"];

    public static Rule? Read(YamlNode node, string file, List<PolicyFault> faults)
    {
        var keys = new YamlKeys(node, file, faults, "The rule", "name", "effect", "reason", "match", "answer");
        var name = keys.Text("name") ?? "";
        if (name.Length is 0 or > 64 || !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.' or '_'))
        {
            keys.Fault("name", "The rule has no name", "Give it one of 1 to 64 lower-case letters, digits, '-', '.' and '_'");
        }

        // Anything that is not plainly a verdict denies, and is a fault besides.
        var verdict = keys.Text("effect") switch
        {
            "deny" => Verdict.Deny,
            "ask" => Verdict.Ask,
            "allow" => Verdict.Allow,
            _ => (Verdict?)null,
        };
        if (verdict is null)
        {
            keys.Fault("effect", "The rule has no effect", "Write deny, ask or allow");
        }

        if (!keys.Has("match"))
        {
            keys.Fault("match", $"The rule '{name}' says nothing of what it matches", "Give at least one of: " + string.Join(", ", Matches));
            return null;
        }

        var match = new YamlKeys(keys.Node("match"), file, faults, "'match'", Matches);
        if (!match.Names.Any())
        {
            keys.Fault("match", $"The rule '{name}' matches every call", "Write tool: '*' if that is meant");
        }

        var clauses = Clauses(match, name, file, faults);
        var flow = match.Text("flow");
        if (flow is not (null or "vouched" or "unvouched" or "any"))
        {
            match.Fault("flow", $"'{flow}' is no flow", "Write vouched, unvouched or any");
        }
        else if (flow is "vouched" or "unvouched")
        {
            clauses.Add(new FlowClause(flow == "vouched"));
        }
        else if (flow == "any" && verdict != Verdict.Allow)
        {
            match.Fault("flow", "'any' only means something for a rule that allows", "Leave it out");
        }

        return new Rule(name, verdict ?? Verdict.Deny, Globs(match, "tool"), [.. clauses.OrderBy(clause => clause.Cost)], flow == "any", keys.Text("reason"), keys.Place)
        {
            Digest = RuleDigest.Of(node),
            Demand = DemandForm.Read(keys, verdict, file, faults),
        };
    }

    private static List<Clause> Clauses(YamlKeys match, string rule, string file, List<PolicyFault> faults)
    {
        var clauses = new List<Clause>();
        Named(match, "principal", facts => facts.Call.Principal.Id.Value, clauses);
        Named(match, "session", facts => facts.Call.Session.Value, clauses);
        Named(match, "origin", facts => facts.Call.Tool.Origin, clauses);
        if (match.Text("face") is { } face)
        {
            clauses.Add(new FaceClause(face switch { "chat" => Face.Chat, "mcp" => Face.Mcp, "api" => Face.Api, _ => Fault(match, "face", face, "chat, mcp or api", Face.Unknown) }));
        }

        if (match.Has("risk") && RiskForm.Read(match, file, faults) is { } risk)
        {
            clauses.Add(risk);
        }

        if (match.Has("arguments"))
        {
            clauses.AddRange(ArgumentForm.Read(match.Node("arguments"), file, faults));
        }

        clauses.AddRange(MomentForm.Read(match, rule, file, faults));
        return clauses;
    }

    private static void Named(YamlKeys match, string key, Func<CallFacts, string> name, List<Clause> clauses)
    {
        if (match.Has(key) && Globs(match, key) is { Length: > 0 } globs)
        {
            clauses.Add(new NameClause(key, globs, name));
        }
    }

    internal static ImmutableArray<ToolGlob> Globs(YamlKeys keys, string key)
    {
        var texts = keys.Texts(key);
        if (texts.FirstOrDefault(text => text.Length > 256 || text.Count(c => c == '*') > 8) is { } tooLong)
        {
            keys.Fault(key, $"The pattern of {tooLong.Length} characters is too long", "Use at most 256 characters and 8 stars");
        }

        return [.. texts.Select(text => new ToolGlob(text))];
    }

    internal static T Fault<T>(YamlKeys keys, string key, string value, string expected, T instead)
    {
        keys.Fault(key, $"'{value}' is not {expected}", $"Write {expected}");
        return instead;
    }
}
