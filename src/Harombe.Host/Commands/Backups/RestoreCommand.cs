using System.CommandLine;
using Harombe.Core.Display;
using Harombe.Core.State;
using Harombe.Host.Backups;
using Harombe.Host.Configuration;
using Harombe.Host.Hosting;

namespace Harombe.Host.Commands.Backups;

/// <summary><c>harombe restore</c>: puts a backup into the data folder, while no host runs.</summary>
internal sealed class RestoreCommand : Command
{
    private static readonly Argument<string> File = new("file") { Description = "A file of 'harombe backup', or one of the backups/ in a data folder." };
    private static readonly Option<bool> Replace = new("--replace") { Description = "Put it in the place of what is there; that is kept beside it." };

    public RestoreCommand(Surroundings here)
        : base("restore", "Put a backup into the data folder, after trying it. No host may run there.")
    {
        Add(File);
        Add(Replace);
        SetAction((parsed, cancellationToken) => RunAsync(here.Begin(parsed), cancellationToken));
    }

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        if (run.Configure().Failed(out var stop, out var loaded))
        {
            return run.Fail(stop);
        }

        var file = Path.GetFullPath(run.Parsed.GetValue(File)!); // not null: the argument is required
        if (!System.IO.File.Exists(file))
        {
            return run.Fail(new Stop(ExitCode.Failed, "restore.file", $"there is no file {file}", "Name a file of 'harombe backup'."));
        }

        var folder = loaded.Configuration.Data.Folder;
        using var owned = DataFolder.TryOwn(folder);
        if (owned is null)
        {
            return run.Fail(new Stop(ExitCode.Failed, "restore.running", $"a host runs in {folder}", "Stop it with 'harombe stop', then restore."));
        }

        if (!run.Parsed.GetValue(Replace) && Restoration.IsTaken(loaded.Configuration))
        {
            return run.Fail(new Stop(ExitCode.Failed, "restore.taken", $"{folder} is not empty", $"harombe restore {file} --replace puts the backup in its place and keeps what is there in {BackedUp.Replaced}…; or set data.folder to another folder."));
        }

        try
        {
            run.Say($"trying {file}");
            await using var archive = System.IO.File.OpenRead(file);
            var (manifest, replaced) = await Restoration.RunAsync(
                archive, loaded.Configuration, Stations(loaded.Configuration), run.Here.Clock, cancellationToken).ConfigureAwait(false);
            Tell(run, new RestoreForm(folder, manifest.CreatedAt, manifest.Version, manifest.WithKeys, replaced));
            return ExitCode.Done;
        }
        catch (InvalidDataException e)
        {
            return run.Fail(new Stop(ExitCode.Failed, "restore.backup", $"{file} can't be restored, and nothing was changed: {e.Message}", "Take another backup."));
        }
    }

    // Of every station, so that the state in the backup is tried with exactly what a host of this build would do to it.
    private static List<StateMigrations> Stations(HarombeConfiguration configuration)
    {
        var services = new ServiceCollection();
        services.AddHarombe(configuration, new ListeningAddress(new Uri("http://localhost")));
        return [.. services.Where(service => service.ServiceType == typeof(StateMigrations)).Select(service => service.ImplementationInstance).OfType<StateMigrations>()];
    }

    private static void Tell(Invocation run, RestoreForm form)
    {
        if (run.Json)
        {
            run.WriteJson(form, BackupCommandJson.Default.RestoreForm);
            return;
        }

        run.Terminal.Output.WriteLine(VisibleText.Line($"restored {form.Folder} as it was at {form.CreatedAt:u}"));
        if (form.Replaced is not null)
        {
            run.Say($"what was there is in {form.Replaced}");
        }

        if (!form.WithKeys)
        {
            run.Say($"the backup has no keys: put secrets.key into {form.Folder} before the start, or the stored secrets can't be read");
        }

        run.Say("start it with 'harombe up'; 'harombe audit verify' checks the record");
    }
}

internal sealed record RestoreForm(string Folder, DateTimeOffset CreatedAt, string Version, bool WithKeys, string? Replaced);
