using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using System.Text.Json;
using Harombe.Core.Display;
using Harombe.Secrets;

namespace Harombe.Host.Commands.Scan;

/// <summary><c>harombe scan</c>: finds secrets in files, by themselves: no host, no configuration, no network.</summary>
internal sealed class ScanCommand : Command
{
    private const string StandardInput = "-";

    private static readonly Argument<string[]> Paths = new("path") { Description = "Files and folders; - is standard input.", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string> Format = new("--format") { Description = "text, json or sarif (2.1.0).", HelpName = "form", DefaultValueFactory = _ => "text" };
    private static readonly Option<bool> Diff = new("--diff") { Description = "Standard input is a diff: only what it adds counts, by file and line of the new state." };
    private static readonly Option<string?> Known = new("--baseline") { Description = "A file of findings that are known and don't count. It holds no values.", HelpName = "file" };
    private static readonly Option<bool> Accept = new("--accept") { Description = "Write what is found to the baseline, after you have looked at it." };

    public ScanCommand(Surroundings here)
        : base("scan", $"""
            Find secrets in files, offline. Shows where they stand and never what they are. Exit 0 none, {ExitCode.SecretsFound} found, 1 something could not be read.

              harombe scan .                                                everything here
              git diff --cached --no-color | harombe scan --diff -          before a commit: .git/hooks/pre-commit
              harombe scan . --format sarif > secrets.sarif                 for a code host
              harombe scan . --baseline secrets-known.json --accept         what is there now is known
              harombe scan . --baseline secrets-known.json                  in CI: only what is new counts
            """)
    {
        Add(Paths);
        Add(Format);
        Add(Diff);
        Add(Known);
        Add(Accept);
        Format.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && token.Value is not ("text" or "json" or "sarif"))
            {
                UsageFault.Add(result, "--format takes text, json or sarif", "harombe scan --format sarif src > secrets.sarif");
            }
        });
        Validators.Add(Check);
        SetAction((parsed, cancellationToken) => RunAsync(here.Begin(parsed), cancellationToken));
    }

    private static void Check(CommandResult result)
    {
        var paths = result.GetValue(Paths) ?? [];
        if (paths.Contains(StandardInput) && paths.Length > 1)
        {
            UsageFault.Add(result, "- is scanned by itself; the other paths would be left out", "harombe scan -");
        }
        else if (result.GetValue(Diff) && paths is not [StandardInput])
        {
            UsageFault.Add(result, "--diff reads standard input", "git diff --cached --no-color | harombe scan --diff -");
        }
        else if (result.GetValue(Accept) && (result.GetValue(Known) is null || paths.Contains(StandardInput)))
        {
            UsageFault.Add(result, "--accept takes files or folders, and the baseline to write", "harombe scan . --baseline secrets-known.json --accept");
        }
    }

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        var paths = run.Parsed.GetRequiredValue(Paths);
        if (paths.FirstOrDefault(path => path != StandardInput && !Path.Exists(path)) is { } missing)
        {
            return run.Fail(Stop.Usage($"there is no file or folder {VisibleText.Line(missing)}", "harombe scan ."));
        }

        if (Open(run).Failed(out var stop, out var baseline))
        {
            return run.Fail(stop);
        }

        var scan = new FileScan(FormatScanner.Create(), baseline.File);
        if (!paths.Contains(StandardInput))
        {
            await Task.Run(() => scan.Add(paths, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        else if (await StandardInputAsync(run, scan, cancellationToken).ConfigureAwait(false) is { } fault)
        {
            return run.Fail(fault);
        }

        var report = scan.Report();
        var failed = report.Skipped.Any(one => one.Failed);
        if (run.Parsed.GetValue(Accept) && baseline.File is { } accepting && run.Parsed.GetValue(Known) is { } file)
        {
            accepting.Write(file, report);
            ScanOutput.Write(run, report, []);
            run.Say($"{report.All.Count} known from now on, by {file}. Whoever can change that file can hide a secret: keep it where changes are reviewed.");
            return failed ? ExitCode.Failed : ExitCode.Done;
        }

        ScanOutput.Write(run, report, baseline.File?.Stale(report.Read) ?? []);
        return report.Findings.Count > 0 ? ExitCode.SecretsFound : failed ? ExitCode.Failed : ExitCode.Done;
    }

    private static Answer<Opened> Open(Invocation run)
    {
        if (run.Parsed.GetValue(Known) is not { } file)
        {
            return new Opened(null);
        }

        try
        {
            return new Opened(Baseline.Open(file, run.Parsed.GetValue(Accept)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return new Stop(ExitCode.Usage, "scan.baseline", $"the baseline {VisibleText.Line(file)} can't be used: {e.Message}", "harombe scan . --baseline secrets-known.json --accept");
        }
    }

    private static async Task<Stop?> StandardInputAsync(Invocation run, FileScan scan, CancellationToken cancellationToken)
    {
        await using var input = run.Here.OpenInput();
        using var all = new MemoryStream();
        await input.CopyToAsync(all, cancellationToken).ConfigureAwait(false);
        if (!run.Parsed.GetValue(Diff))
        {
            scan.Add("stdin", all.GetBuffer().AsSpan(0, (int)all.Length));
            return null;
        }

        var diff = Encoding.UTF8.GetString(all.GetBuffer(), 0, (int)all.Length);
        if (!ChangedFile.IsDiff(diff))
        {
            return Stop.Usage("this is no unified diff, or one in colours, or one of a merge", "git diff --cached --no-color | harombe scan --diff -");
        }

        foreach (var change in ChangedFile.Read(diff))
        {
            scan.Add(change);
        }

        return null;
    }

    private sealed record Opened(Baseline? File);
}
