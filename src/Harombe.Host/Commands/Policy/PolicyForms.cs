using System.Text.Json;
using System.Text.Json.Serialization;

namespace Harombe.Host.Commands.Policy;

/// <summary>What a running host is asked of its record, and what it answers.</summary>
internal sealed record AskedReplay(int Days, string? Profile, IReadOnlyList<SentFile>? Files);

/// <summary>A policy file that is tried.</summary>
internal sealed record SentFile(string Name, string Content);

/// <summary>What came of making decisions again.</summary>
internal sealed record Replayed(string Policy, int Decisions, int Same, IReadOnlyList<ReplayedChange> Changes, IReadOnlyDictionary<string, int> Missing);

internal sealed record ReplayedChange(string Tool, string From, string FromRule, string To, string ToRule, int Count, IReadOnlyList<string> Calls);

/// <summary>Rules that would have saved questions.</summary>
internal sealed record Suggested(IReadOnlyList<SuggestedRule> Suggestions);

internal sealed record SuggestedRule(string Name, string Tool, string Principal, int Questions, string Yaml);

/// <summary>How often each rule decided or asked.</summary>
internal sealed record UsedRules(int Days, int Decisions, IReadOnlyDictionary<string, int> Rules);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(AskedReplay))]
[JsonSerializable(typeof(Replayed))]
[JsonSerializable(typeof(Suggested))]
[JsonSerializable(typeof(UsedRules))]
internal sealed partial class PolicyForms : JsonSerializerContext;
