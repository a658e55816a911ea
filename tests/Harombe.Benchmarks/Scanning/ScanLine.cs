using System.Text.Json.Serialization;

namespace Harombe.Benchmarks.Scanning;

/// <summary>One line of a labelled set.</summary>
/// <param name="Text">What is scanned.</param>
/// <param name="Label"><c>secret</c> or <c>clean</c>.</param>
/// <param name="Rule">What kind its author says it is of; only reported.</param>
/// <param name="Secret">Optionally the secret itself, so that what a redaction leaves of it can be told exactly.</param>
internal sealed record ScanLine(string Text, string Label, string? Rule, string? Secret);

[JsonSerializable(typeof(ScanLine))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class ScanJson : JsonSerializerContext;
