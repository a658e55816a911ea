using System.CommandLine;
using System.Globalization;
using Harombe.Core.Display;
using Harombe.Host.Commands.Connection;

namespace Harombe.Host.Commands.Policy;

/// <summary><c>harombe policy replay</c>: the decisions of the record against a policy.</summary>
internal sealed class PolicyReplayCommand : Command
{
    private static readonly Argument<string?> Folder = new("folder") { Description = "The folder with the policy to try; the one in force when it is left out.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<int> Days = new("--days") { Description = "How far back, 1 to 3650.", DefaultValueFactory = _ => 30 };
    private static readonly Option<string?> Profile = new Option<string?>("--profile") { Description = "The profile to try it with; the one in force when it is left out." }.AcceptOnlyFromAmong("cautious", "developer", "locked-down");

    public PolicyReplayCommand(Surroundings here)
        : base("replay", "Make the decisions of the audit log again by a policy, and say what would come out otherwise, rule by rule. Needs the running host; changes nothing.")
    {
        Add(Folder);
        Add(Days);
        Add(Profile);
        UsageFault.Bound(Days, 1, 3650, "harombe policy replay --days 30");
        SetAction((parsed, cancellationToken) => RunAsync(here.Begin(parsed), cancellationToken));
    }

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        var (folder, profile) = (run.Parsed.GetValue(Folder), run.Parsed.GetValue(Profile));
        if (Files(folder).Failed(out var stop, out var files) || run.Connect().Failed(out stop, out var host))
        {
            return run.Fail(stop);
        }

        using (host)
        {
            var asked = new AskedReplay(run.Parsed.GetValue(Days), profile, folder is null && profile is null ? null : files);
            var answer = await host.SendAsync(HttpMethod.Post, "/policy/replay", asked, PolicyForms.Default.AskedReplay, cancellationToken).ConfigureAwait(false);
            if (answer.As(PolicyForms.Default.Replayed, host).Failed(out stop, out var replayed))
            {
                return run.Fail(stop);
            }

            if (run.Json)
            {
                run.WriteJson(replayed, PolicyForms.Default.Replayed);
                return ExitCode.Done;
            }

            Show(run.Terminal.Output, replayed);
            return ExitCode.Done;
        }
    }

    private static void Show(TextWriter output, Replayed replayed)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{replayed.Same} of {replayed.Decisions} decisions come out the same by {replayed.Policy}"));
        foreach (var change in replayed.Changes)
        {
            output.WriteLine(VisibleText.Line(string.Create(
                CultureInfo.InvariantCulture, $"  {change.Count} x {change.Tool}: {change.From} [{change.FromRule}] would be {change.To} [{change.ToRule}], as {string.Join(", ", change.Calls)}")));
        }

        foreach (var (why, count) in replayed.Missing)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {count} can't be made again: {why}"));
        }
    }

    private static Answer<IReadOnlyList<SentFile>> Files(string? folder)
    {
        try
        {
            return folder is null ? new List<SentFile>() : (Answer<IReadOnlyList<SentFile>>)Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal)
                .Select(file => new SentFile(Path.GetFileName(file), File.ReadAllText(file))).ToList();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Stop(ExitCode.Failed, "policy.file", $"The folder {folder} can't be read: {e.Message}", "Name a folder with *.yaml files.");
        }
    }
}
