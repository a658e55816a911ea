using System.CommandLine;
using System.Globalization;
using Harombe.Audit.Export;

namespace Harombe.Host.Commands.Audit;

/// <summary><c>harombe audit export</c>: the record as C2SP tlog-tiles.</summary>
internal sealed class AuditExportCommand : Command
{
    private static readonly Argument<string> Folder = new("folder") { Description = "An empty or new folder." };
    private static readonly Option<string?> File = new("--file") { Description = "The audit.db; the one in the data folder when it is left out.", HelpName = "path" };

    public AuditExportCommand(Surroundings here)
        : base("export", "Write the signed part of the audit log as tiles and entry bundles that other people's tools check.")
    {
        Add(Folder);
        Add(File);
        SetAction((parsed, cancellationToken) => RunAsync(here.Begin(parsed), cancellationToken));
    }

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        if (AuditPath.Of(run, run.Parsed.GetValue(File)).Failed(out var stop, out var path))
        {
            return run.Fail(stop);
        }

        var folder = Path.GetFullPath(run.Parsed.GetValue(Folder)!); // not null: the argument is required
        using var file = RecordFile.Open(path);
        var count = await Task.Run(() => TileExport.Write(file, folder, null, cancellationToken), cancellationToken).ConfigureAwait(false);
        run.Say(string.Create(CultureInfo.InvariantCulture, $"{count} entries in {folder}: checkpoint, tile/, blobs/ (C2SP tlog-tiles)"));
        run.Say("whoever gets it needs the public key from elsewhere: audit.pub in the data folder");
        return ExitCode.Done;
    }
}
