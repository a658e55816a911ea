using System.Globalization;
using Harombe.Core.Display;

namespace Harombe.Host.Commands.Scan;

/// <summary>Tells what a scan came to.</summary>
internal static class ScanOutput
{
    public static void Write(Invocation run, ScanReport report, IReadOnlyList<KnownFinding> stale)
    {
        var form = run.Parsed.GetValue<string>("--format");
        if (form == "sarif")
        {
            run.Terminal.Output.WriteLine(Sarif.Of(report));
        }
        else if (run.Json || form == "json")
        {
            run.WriteJson(report, SarifJson.Default.ScanReport);
        }
        else
        {
            foreach (var finding in report.Findings)
            {
                run.Terminal.Output.WriteLine(VisibleText.Line($"{finding.File}:{finding.Line}:{finding.Column}: {finding.Kind}{Lead(run, finding)}"));
            }
        }

        foreach (var file in report.Skipped.Where(file => file.Failed))
        {
            run.Say($"not looked into: {file.File}: {file.Reason}");
        }

        foreach (var entry in stale)
        {
            run.Say($"no longer there, take it out of the baseline (--accept): {entry.Rule} in {entry.File}");
        }

        var secrets = report.Findings.Count == 1 ? "1 secret" : $"{report.Findings.Count} secrets";
        var known = report.Known == 0 ? "" : $"; {report.Known} known";
        run.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{secrets} in {report.Findings.Select(finding => finding.File).Distinct().Count()} of {report.Files} files, {report.Bytes / 1e6:0.0} MB; {report.Skipped.Count} passed over{known}"));
    }

    // A file of a program's output is read by others than the one who has the scanned file: there, the place is all.
    private static string Lead(Invocation run, FileFinding finding) => run.Terminal.Shows && finding.Lead.Length > 0 ? $"   {finding.Lead}…" : "";
}
