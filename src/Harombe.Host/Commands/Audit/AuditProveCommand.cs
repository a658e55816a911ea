using System.CommandLine;
using System.Globalization;
using System.Text;
using Harombe.Audit.Checkpoints;
using Harombe.Audit.Export;

namespace Harombe.Host.Commands.Audit;

/// <summary><c>harombe audit prove</c>: one entry with the proof that it is in the record, as two files; or the check of such a pair.</summary>
internal sealed class AuditProveCommand : Command
{
    private static readonly Argument<long> Sequence = new("number") { Description = "The entry's number." };
    private static readonly Option<string> Folder = new("--out") { Description = "The folder for the two files.", HelpName = "folder", DefaultValueFactory = _ => "." };
    private static readonly Option<string?> File = new("--file") { Description = "The audit.db; the one in the data folder when it is left out.", HelpName = "path" };
    private static readonly Option<string?> Check = new("--check") { Description = "Check the two files in --out under this public key, without any log.", HelpName = "key" };

    public AuditProveCommand(Surroundings here)
        : base("prove", "Write an entry and its C2SP tlog-proof; with --check, check the two. Exit 0 proved, 2 not.")
    {
        Add(Sequence);
        Add(Folder);
        Add(File);
        Add(Check);
        SetAction(parsed => Run(here.Begin(parsed)));
    }

    private static int Run(Invocation run)
    {
        var sequence = run.Parsed.GetValue(Sequence);
        var name = Path.Combine(run.Parsed.GetValue(Folder)!, string.Create(CultureInfo.InvariantCulture, $"entry-{sequence}")); // not null: it has a default
        if (run.Parsed.GetValue(Check) is { } text)
        {
            return CheckFiles(run, name, text);
        }

        if (AuditPath.Of(run, run.Parsed.GetValue(File)).Failed(out var stop, out var path))
        {
            return run.Fail(stop);
        }

        using var file = RecordFile.Open(path);
        if (file.Entry(sequence) is not { } entry)
        {
            return run.Fail(new Stop(ExitCode.Failed, "audit.missing", $"there is no entry {sequence}, or its body was erased", "'harombe audit tail' shows the newest entries."));
        }

        if (file.Prove(sequence) is not { } proof)
        {
            return run.Fail(new Stop(ExitCode.Failed, "audit.unsigned", $"entry {sequence} is not signed yet", "The host signs every second; 'harombe audit anchor' does it now."));
        }

        System.IO.File.WriteAllBytes(name + ".json", entry);
        System.IO.File.WriteAllText(name + ".tlog-proof", proof);
        run.Terminal.Output.WriteLine($"{name}.json\n{name}.tlog-proof");
        return ExitCode.Done;
    }

    private static int CheckFiles(Invocation run, string name, string text)
    {
        if (!VerifierKey.TryParse(System.IO.File.Exists(text) ? System.IO.File.ReadAllText(text) : text, out var key))
        {
            return run.Fail(new Stop(ExitCode.Failed, "audit.key", "that is no public key of a log", "Take the line from audit.pub in the data folder."));
        }

        var proved = TlogProof.TryParse(System.IO.File.ReadAllText(name + ".tlog-proof", Encoding.UTF8), out var proof) && proof.Proves(System.IO.File.ReadAllBytes(name + ".json"), key.Name, key);
        run.Terminal.Output.WriteLine(proved ? $"proved: {name}.json is entry {proof!.Index} of {key.Name}" : $"NOT PROVED: {name}.json"); // not null: it was parsed
        return proved ? ExitCode.Done : ExitCode.Tampered;
    }
}
