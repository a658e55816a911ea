using System.Globalization;
using System.Text;
using System.Text.Json;
using Harombe.Core.Decisions;
using Harombe.Core.Tools;
using Harombe.Policy.Provenance.Tools;
using Harombe.Policy.Rules.Reading;

namespace Harombe.Policy.Rules.History;

/// <summary>
/// Finds questions that people have answered yes to every time, and words a rule that would have let just those through. Only for low and medium risk, never for
/// code, never where anybody has said no, never against a rule of the operator's that asks or denies, and it writes nothing: whoever wants a rule copies it.
/// </summary>
internal sealed class PolicySuggestions(AuditHistory history, PolicyHolder policy)
{
    /// <summary>Fewer yeses tell nothing.</summary>
    public const int Fewest = 5;

    private const int MostCalls = 5_000;

    public async ValueTask<IReadOnlyList<Suggestion>> FindAsync(TimeSpan back, CancellationToken cancellationToken)
    {
        var answers = await history.AnswersAsync(back, cancellationToken).ConfigureAwait(false);
        var asked = new Dictionary<string, RecordedDecision>(StringComparer.Ordinal);
        var all = new List<RecordedDecision>();
        await foreach (var decision in history.DecisionsAsync(back, cancellationToken).ConfigureAwait(false))
        {
            if (decision.Facts is null || all.Count >= MostCalls)
            {
                continue;
            }

            all.Add(decision);
            if (decision.Verdict == "ask" && answers.ContainsKey(decision.Call))
            {
                asked[decision.Call] = decision;
            }
        }

        var found = new List<Suggestion>();
        foreach (var group in asked.Values.GroupBy(decision => (decision.Tool, decision.Principal)))
        {
            if (Suggest([.. group], answers) is { } suggestion && Holds(suggestion, all, answers))
            {
                found.Add(suggestion);
            }
        }

        return [.. found.OrderByDescending(suggestion => suggestion.Questions).ThenBy(suggestion => suggestion.Name, StringComparer.Ordinal)];
    }

    private Suggestion? Suggest(List<RecordedDecision> group, Dictionary<string, bool> answers)
    {
        var first = group[0];
        var facts = first.Facts!; // not null: only those were taken
        var operators = policy.Current.About(first.Tool).Any(rule => rule.Verdict is Verdict.Deny or Verdict.Ask);
        if (group.Count < Fewest || operators
            || group.Any(decision => !answers[decision.Call] || decision.Facts!.Risk is not (Risk.Low or Risk.Medium) || decision.Facts.Profile.Has(Effect.Run)) // not null: likewise
            || ArgumentsOf(facts.Profile, group) is not { } clauses)
        {
            return null;
        }

        var name = $"suggested-{first.Tool.ToLowerInvariant().Replace('_', '-')}-{first.Principal.ToLowerInvariant().Replace('_', '-')}";
        name = name.Length > 64 ? name[..64] : name;
        var yaml = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"  - name: {name}\n    effect: allow\n    reason: {group.Count} questions from {group.Min(one => one.At):yyyy-MM-dd} to {group.Max(one => one.At):yyyy-MM-dd}, each answered yes\n")
            .Append(CultureInfo.InvariantCulture, $"    match:\n      tool: {Quoted(first.Tool)}\n      principal: {Quoted(first.Principal)}\n")
            .Append(clauses.Count == 0 ? "" : $"      arguments:\n{string.Concat(clauses.Select(clause => $"        - {clause}\n"))}");
        return new Suggestion(name, first.Tool, first.Principal, group.Count, yaml.ToString());
    }

    // Null where an argument that decides where the call lands differs in a way that no clause describes.
    private static List<string>? ArgumentsOf(ToolProfile profile, List<RecordedDecision> group)
    {
        var clauses = new List<string>();
        var names = group.SelectMany(decision => decision.Facts!.Call.Arguments.Value.EnumerateObject().Select(argument => argument.Name)).Distinct().Order(StringComparer.Ordinal); // not null: likewise
        foreach (var name in names)
        {
            var role = profile.RoleOf(name) is not ParameterRole.Content and var declared ? declared : RoleWords.Of(name, default);
            if (role is ParameterRole.Content or ParameterRole.NewName or ParameterRole.Time or ParameterRole.Choice)
            {
                continue;
            }

            var values = group.Select(decision => decision.Facts!.Call.Arguments.Value.TryGetProperty(name, out var value) ? value : default).ToList(); // not null: likewise
            var texts = values.Select(value => value.ValueKind == JsonValueKind.String ? value.GetString()! : null).ToList(); // not null: it is a string
            var clause = !IsSimple(name) ? null
                : texts.TrueForAll(text => text is not null) && texts.Distinct().Count() <= 3 ? $"{{ path: $.{name}, in: [{string.Join(", ", texts.Distinct().Order(StringComparer.Ordinal).Select(text => Quoted(text!)))}] }}"
                : texts.TrueForAll(text => text is not null) && Folder(texts!) is { } folder ? $"{{ path: $.{name}, within: {Quoted(folder)} }}"
                : null;
            if (clause is null)
            {
                return null;
            }

            clauses.Add(clause);
        }

        return clauses;
    }

    // What the policy would have said with it: nobody's no and no denial may become a yes, and no call that another rule asked about in a graver case.
    private bool Holds(Suggestion suggestion, List<RecordedDecision> all, Dictionary<string, bool> answers)
    {
        var faults = new List<PolicyFault>();
        var rules = PolicyReading.Read("suggestion.yaml", Encoding.UTF8.GetBytes("rules:\n" + suggestion.Yaml), faults);
        if (faults.Count > 0)
        {
            return false;
        }

        var with = new PolicySnapshot(policy.Current.Profile, [.. policy.Current.Rules, .. rules], []);
        var fewer = false;
        foreach (var decision in all.Where(one => one.Tool == suggestion.Tool))
        {
            var after = PolicyDecisions.Decide(decision.Facts!, with); // not null: only those were taken
            var opened = after.Verdict == Verdict.Allow && decision.Verdict != "allow";
            if (opened && !(answers.TryGetValue(decision.Call, out var yes) && yes))
            {
                return false;
            }

            fewer |= opened;
        }

        return fewer;
    }

    private static bool IsSimple(string name) => name.Length is > 0 and <= 64 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');

    // The folder that all the paths have in common; the top of everything is none.
    private static string? Folder(List<string> paths)
    {
        if (paths.Exists(path => path.Contains("..", StringComparison.Ordinal) || path.Contains('\\', StringComparison.Ordinal) || path.Contains(':', StringComparison.Ordinal)))
        {
            return null;
        }

        var parts = paths.Select(path => path.Split('/')[..^1]).ToList();
        var shared = parts[0].TakeWhile((part, at) => parts.TrueForAll(one => at < one.Length && one[at] == part)).ToArray();
        return Array.Exists(shared, part => part.Length > 0 && part != ".") ? string.Join('/', shared) : null;
    }

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal).Replace("\n", " ", StringComparison.Ordinal).Replace("\r", " ", StringComparison.Ordinal)}'";
}

/// <summary>A rule that would have saved questions.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Tool">The tool.</param>
/// <param name="Principal">Whose calls.</param>
/// <param name="Questions">How many questions it rests on.</param>
/// <param name="Yaml">To be put below <c>rules:</c>.</param>
internal sealed record Suggestion(string Name, string Tool, string Principal, int Questions, string Yaml);
