using System.Collections.Immutable;
using System.Text.Json;
using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Core.Labels;
using Harombe.Core.Principals;
using Harombe.Core.Tools;
using Harombe.Policy.Provenance.Sources;
using Harombe.Policy.Provenance.Tools;
using Harombe.Policy.Risks;

namespace Harombe.Policy.Rules.Trials;

/// <summary>
/// A policy that is tried without a host: its files are checked, and calls that a file describes are decided by it, exactly as the host would. Immutable
/// but for what rates and budgets count.
/// </summary>
public sealed class PolicyTrial
{
    private readonly PolicySnapshot snapshot;
    private readonly RuleUsage usage;

    private PolicyTrial(PolicySnapshot snapshot, TimeProvider time) => (this.snapshot, usage) = (snapshot, new RuleUsage(time));

    /// <summary>The version that approvals would be bound to.</summary>
    public string Version => snapshot.Version;

    /// <summary>How many rules there are.</summary>
    public int Rules => snapshot.Rules.Length;

    /// <summary>Their names.</summary>
    public IEnumerable<string> Names => snapshot.Rules.Select(rule => rule.Name);

    /// <summary>Where a rule stands; empty for one that there isn't.</summary>
    public string PlaceOf(string name) => snapshot.Rules.FirstOrDefault(rule => rule.Name == name)?.Place.ToString() ?? "";

    /// <summary>Reads the policy of a folder, and of a configuration file. No trial where a file has a fault; warnings come besides.</summary>
    public static (PolicyTrial? Trial, ImmutableArray<TrialFault> Faults) Read(string folder, PolicyProfile profile, TimeProvider time, string? inline = null)
    {
        var read = PolicyFolder.Read(folder, profile, inline);
        var faults = read.Faults.Concat(read.Snapshot is { } snapshot ? PolicyLint.Of(snapshot) : [])
            .Select(fault => new TrialFault(fault.Place.File, fault.Place.Line, fault.What, fault.Remedy, fault.IsWarning));
        return (read.Snapshot is null ? null : new PolicyTrial(read.Snapshot, time), [.. faults]);
    }

    /// <summary>Decides a described call, and tells of every rule about its tool why it did or didn't match.</summary>
    public TrialVerdict Decide(TrialCall described)
    {
        ArgumentNullException.ThrowIfNull(described);
        if (!ToolArguments.TryCreate(described.Arguments, new Label(Integrity.Outside, Confidentiality.Private), null, out var arguments, out var fault))
        {
            throw new FormatException(fault);
        }

        var tool = described.Definition();
        var profile = ToolProfile.Of(tool);
        var call = new ToolCall(
            CallId.New(),
            tool,
            arguments,
            new Principal(new PrincipalId(described.Principal), TokenKinds.Caller, ToolScope.Everything),
            new SessionId(described.Session),
            described.Prompt is null ? Face.Mcp : Face.Chat,
            null);
        var facts = new CallFacts(call, profile, InferredRisk.Of(tool, profile), null, SessionReads.Nothing, usage.Now, usage);
        var session = new SessionText();
        if (described.Prompt is { } prompt)
        {
            session.AddPrompt(prompt);
        }

        foreach (var seen in described.Seen)
        {
            session.AddResult(new SourceCall(seen.Tool, ToolProfile.Of(seen.Definition()), seen.Arguments), seen.Result ?? "");
        }

        var explained = PolicyExplanation.Of(PolicyDecisions.Trace(facts, session), snapshot);
        return new TrialVerdict(
            Word(explained.Decision.Verdict),
            explained.Decision.Rule,
            explained.Decision.Risk.ToString().ToLowerInvariant(),
            explained.Decision.Message,
            explained.Decision.Remedy,
            explained.Decision.PolicyVersion,
            [.. explained.Rules.Select(rule => new TrialRule(rule.Name, Word(rule.Verdict), rule.Place, rule.Failed, rule.Decides))],
            explained.Concerns);
    }

    private static string Word(Verdict verdict) => verdict.ToString().ToLowerInvariant();
}

/// <summary>A fault or a warning of a policy file.</summary>
public sealed record TrialFault(string File, int Line, string What, string Remedy, bool Warning);

/// <summary>What was decided, and why.</summary>
public sealed record TrialVerdict(
    string Verdict, string Rule, string Risk, string Message, string Remedy, string Policy, ImmutableArray<TrialRule> Rules, ImmutableArray<string> Concerns);

/// <summary>A rule about the tool. <paramref name="Failed"/> is the first of its clauses that didn't hold; null when it matched.</summary>
public sealed record TrialRule(string Name, string Effect, string Place, string? Failed, bool Decides);

/// <summary>
/// A call, described well enough to be decided. Settable, because generated JSON readers overwrite the defaults of what can only be initialised.
/// </summary>
public sealed record TrialCall
{
    /// <summary>The tool's name in the catalogue.</summary>
    public required string Tool { get; init; }

    /// <summary>What the tool says it does.</summary>
    public string Description { get; set; } = "";

    /// <summary>The schema of its arguments.</summary>
    public JsonElement? Schema { get; set; }

    /// <summary>Its declared risk; by its verb and schema where it is left out.</summary>
    public string? Risk { get; set; }

    /// <summary>Whether it changes nothing.</summary>
    public bool ReadOnly { get; set; }

    /// <summary>Where it comes from, for example <c>upstream github</c>.</summary>
    public string Origin { get; set; } = "trial";

    /// <summary>The arguments.</summary>
    public JsonElement Arguments { get; set; } = JsonElement.Parse("{}");

    /// <summary>Who calls.</summary>
    public string Principal { get; set; } = "owner.chat";

    /// <summary>In which session.</summary>
    public string Session { get; set; } = "ses_trial";

    /// <summary>What the user wrote; without it the call comes over MCP.</summary>
    public string? Prompt { get; set; }

    /// <summary>Calls whose results the session has seen before.</summary>
    public ImmutableArray<TrialCall> Seen { get; set; } = [];

    /// <summary>Of a call that was seen: what it returned.</summary>
    public string? Result { get; set; }

    internal ToolDefinition Definition() => new()
    {
        Name = ToolName.Parse(Tool),
        Description = Description,
        InputSchema = Schema ?? JsonElement.Parse("""{"type":"object"}"""),
        Origin = Origin,
        Risk = Risk is null ? Core.Tools.Risk.Unknown : Enum.Parse<Risk>(Risk, ignoreCase: true),
        ReadOnly = ReadOnly,
        SourceTrusted = true,
    };
}
