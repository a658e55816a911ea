using System.Text.Json;
using System.Text.Json.Serialization;

namespace Harombe.Host.Commands.Scan;

/// <summary>The report as SARIF 2.1.0 (OASIS, March 2020), which code hosts and editors show beside the code.</summary>
internal static class Sarif
{
    private const string Schema = "https://json.schemastore.org/sarif-2.1.0.json";

    public static string Of(ScanReport report)
    {
        var rules = report.Findings.DistinctBy(finding => finding.Rule).OrderBy(finding => finding.Rule, StringComparer.Ordinal)
            .Select(finding => new SarifRule(finding.Rule, new SarifText(finding.Kind))).ToArray();
        var index = rules.Select((rule, at) => (rule.Id, at)).ToDictionary(pair => pair.Id, pair => pair.at);
        var results = report.Findings.Select(finding => new SarifResult(
            finding.Rule,
            index[finding.Rule],
            "error",
            new SarifText($"A secret stands here: {finding.Kind}. Replace it where it came from, and keep the new one out of files."),
            [new SarifLocation(new SarifPlace(new SarifArtifact(Uri(finding.File)), new SarifRegion(finding.Line, finding.Column, finding.EndLine, finding.EndColumn)))]));
        var driver = new SarifDriver("harombe", typeof(Sarif).Assembly.GetName().Version?.ToString(3) ?? "0", rules);
        return JsonSerializer.Serialize(new SarifLog(Schema, "2.1.0", [new SarifRun(new SarifTool(driver), "utf16CodeUnits", [.. results])]), SarifJson.Default.SarifLog);
    }

    private static string Uri(string file) =>
        string.Join('/', (file.StartsWith("./", StringComparison.Ordinal) ? file[2..] : file).Replace('\\', '/').Split('/').Select(System.Uri.EscapeDataString));
}

internal sealed record SarifLog([property: JsonPropertyName("$schema")] string Schema, string Version, SarifRun[] Runs);

internal sealed record SarifRun(SarifTool Tool, string ColumnKind, SarifResult[] Results);

internal sealed record SarifTool(SarifDriver Driver);

internal sealed record SarifDriver(string Name, string Version, SarifRule[] Rules);

internal sealed record SarifRule(string Id, SarifText ShortDescription);

internal sealed record SarifText(string Text);

internal sealed record SarifResult(string RuleId, int RuleIndex, string Level, SarifText Message, SarifLocation[] Locations);

internal sealed record SarifLocation(SarifPlace PhysicalLocation);

internal sealed record SarifPlace(SarifArtifact ArtifactLocation, SarifRegion Region);

internal sealed record SarifArtifact(string Uri);

internal sealed record SarifRegion(int StartLine, int StartColumn, int EndLine, int EndColumn);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(SarifLog))]
[JsonSerializable(typeof(ScanReport))]
internal sealed partial class SarifJson : JsonSerializerContext;
