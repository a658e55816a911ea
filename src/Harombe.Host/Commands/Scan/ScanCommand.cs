using System.CommandLine;
using System.Globalization;
using Harombe.Core.Display;
using Harombe.Secrets;

namespace Harombe.Host.Commands.Scan;

/// <summary><c>harombe scan</c>: finds secrets in files, by themselves: no host, no configuration, no network.</summary>
internal sealed class ScanCommand : Command
{
    private const string StandardInput = "-";

    private static readonly Argument<string[]> Paths = new("path") { Description = "Files and folders; - is standard input.", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string> Format = new("--format") { Description = "text, json or sarif (2.1.0).", HelpName = "form", DefaultValueFactory = _ => "text" };

    public ScanCommand(Surroundings here)
        : base("scan", $"Find secrets in files, offline. Exit 0 none, {ExitCode.SecretsFound} found, 1 a file could not be read. Shows where they stand and never what they are.")
    {
        Add(Paths);
        Add(Format);
        Format.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && token.Value is not ("text" or "json" or "sarif"))
            {
                UsageFault.Add(result, "--format takes text, json or sarif", "harombe scan --format sarif src > secrets.sarif");
            }
        });
        SetAction((parsed, cancellationToken) => RunAsync(here.Begin(parsed), cancellationToken));
    }

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        var paths = run.Parsed.GetRequiredValue(Paths);
        if (paths.FirstOrDefault(path => path != StandardInput && !Path.Exists(path)) is { } missing)
        {
            return run.Fail(Stop.Usage($"there is no file or folder {VisibleText.Line(missing)}", "harombe scan ."));
        }

        var scan = new FileScan(FormatScanner.Create());
        var report = paths.Contains(StandardInput)
            ? scan.Run("stdin", await StandardInputAsync(run, cancellationToken).ConfigureAwait(false))
            : await Task.Run(() => scan.Run(paths, cancellationToken), cancellationToken).ConfigureAwait(false);
        Write(run, report);
        return report.Findings.Count > 0 ? ExitCode.SecretsFound
            : report.Skipped.Any(file => file.Reason != FileScan.Binary) ? ExitCode.Failed
            : ExitCode.Done;
    }

    private static async Task<byte[]> StandardInputAsync(Invocation run, CancellationToken cancellationToken)
    {
        await using var input = run.Here.OpenInput();
        using var all = new MemoryStream();
        await input.CopyToAsync(all, cancellationToken).ConfigureAwait(false);
        return all.ToArray();
    }

    private static void Write(Invocation run, ScanReport report)
    {
        var form = run.Parsed.GetRequiredValue(Format);
        if (form == "sarif")
        {
            run.Terminal.Output.WriteLine(Sarif.Of(report));
            return;
        }

        if (run.Json || form == "json")
        {
            run.WriteJson(report, SarifJson.Default.ScanReport);
            return;
        }

        foreach (var finding in report.Findings)
        {
            run.Terminal.Output.WriteLine(VisibleText.Line($"{finding.File}:{finding.Line}:{finding.Column}: {finding.Kind}"));
        }

        foreach (var file in report.Skipped.Where(file => file.Reason != FileScan.Binary))
        {
            run.Say($"not looked into: {file.File}: {file.Reason}");
        }

        var secrets = report.Findings.Count == 1 ? "1 secret" : $"{report.Findings.Count} secrets";
        run.Say(string.Create(CultureInfo.InvariantCulture, $"{secrets} in {report.Findings.Select(finding => finding.File).Distinct().Count()} of {report.Files} files, {report.Bytes / 1e6:0.0} MB; {report.Skipped.Count} passed over"));
    }
}
