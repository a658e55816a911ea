using System.CommandLine;
using System.Globalization;
using Harombe.Audit.Checkpoints;
using Harombe.Host.Commands.Connection;

namespace Harombe.Host.Commands.Audit;

/// <summary><c>harombe audit reveal</c>: what opens the commitment of one entry, for somebody who has to see what was redacted.</summary>
internal sealed class AuditRevealCommand : Command
{
    private static readonly Argument<long> Sequence = new("number") { Description = "The entry's number." };
    private static readonly Option<FileInfo> AsTheyWere = new("--arguments") { Description = "The arguments as they were, as JSON. The host doesn't keep them.", HelpName = "file", Required = true };
    private static readonly Option<string> Folder = new("--out") { Description = "The folder for the two files.", HelpName = "folder", DefaultValueFactory = _ => "." };

    public AuditRevealCommand(Surroundings here)
        : base("reveal", "Write an entry and what opens its commitment to the arguments before they were redacted; the revealing is an entry. Exit 2: those are not the arguments.")
    {
        Add(Sequence);
        Add(AsTheyWere);
        Add(Folder);
        SetAction((parsed, cancellationToken) => RunAsync(here.Begin(parsed), cancellationToken));
    }

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        var (sequence, file) = (run.Parsed.GetValue(Sequence), run.Parsed.GetValue(AsTheyWere)!); // not null: it is required
        if (!file.Exists)
        {
            return run.Fail(new Stop(ExitCode.Failed, "audit.arguments", $"there is no file {file.FullName}", "Name the file with the arguments."));
        }

        if (run.Connect().Failed(out var stop, out var host))
        {
            return run.Fail(stop);
        }

        using (host)
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"/audit/reveal/{sequence}");
            if ((await host.SendAsync(HttpMethod.Post, path, null, cancellationToken).ConfigureAwait(false)).As(HostForms.Default.RevealedKey, host).Failed(out stop, out var revealed))
            {
                return run.Fail(stop);
            }

            var opening = CommitmentOpening.Of(sequence, revealed.Key, await File.ReadAllTextAsync(file.FullName, cancellationToken).ConfigureAwait(false));
            var entry = System.Text.Encoding.UTF8.GetBytes(revealed.Entry);
            if (opening is null || !opening.Opens(entry))
            {
                run.Terminal.Output.WriteLine($"NOT OPENED: those are not the arguments of entry {sequence.ToString(CultureInfo.InvariantCulture)}");
                return ExitCode.Tampered;
            }

            var name = AuditOpenCommand.FileOf(run.Parsed.GetValue(Folder)!, sequence); // not null: it has a default
            await File.WriteAllBytesAsync(name + ".json", entry, cancellationToken).ConfigureAwait(false);
            await File.WriteAllTextAsync(name + ".opening", opening.ToString(), cancellationToken).ConfigureAwait(false);
            run.Terminal.Output.WriteLine($"{name}.json\n{name}.opening");
            return ExitCode.Done;
        }
    }
}
