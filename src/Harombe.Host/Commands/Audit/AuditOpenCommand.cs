using System.CommandLine;
using System.Globalization;
using Harombe.Audit.Checkpoints;

namespace Harombe.Host.Commands.Audit;

/// <summary><c>harombe audit open</c>: whether what was revealed is what the entry committed to. Needs no log and no host.</summary>
internal sealed class AuditOpenCommand : Command
{
    private static readonly Argument<long> Sequence = new("number") { Description = "The entry's number." };
    private static readonly Option<string> Folder = new("--in") { Description = "The folder with the two files.", HelpName = "folder", DefaultValueFactory = _ => "." };

    public AuditOpenCommand(Surroundings here)
        : base("open", "Check what 'audit reveal' wrote: that the arguments are those of the entry. Exit 0 opened, 2 not. That the entry is in the log, 'audit prove --check' says.")
    {
        Add(Sequence);
        Add(Folder);
        SetAction(parsed => Run(here.Begin(parsed)));
    }

    /// <summary>What the files of an entry are called, without their endings.</summary>
    public static string FileOf(string folder, long sequence) => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"entry-{sequence}"));

    private static int Run(Invocation run)
    {
        var sequence = run.Parsed.GetValue(Sequence);
        var name = FileOf(run.Parsed.GetValue(Folder)!, sequence); // not null: it has a default
        if (new[] { ".json", ".opening" }.FirstOrDefault(ending => !File.Exists(name + ending)) is { } missing)
        {
            return run.Fail(new Stop(ExitCode.Failed, "audit.missing", $"there is no file {name}{missing}", "'harombe audit reveal' writes it."));
        }

        var opened = CommitmentOpening.Parse(File.ReadAllText(name + ".opening")) is { } opening && opening.Entry == sequence && opening.Opens(File.ReadAllBytes(name + ".json"));
        run.Terminal.Output.WriteLine(opened ? $"opened: {name}.opening has the arguments of {name}.json" : $"NOT OPENED: {name}.opening");
        return opened ? ExitCode.Done : ExitCode.Tampered;
    }
}
