using System.CommandLine;
using System.Globalization;
using System.Text.Json.Serialization;
using Harombe.Core.Display;
using Harombe.Host.Backups;
using Harombe.Host.Commands.Connection;
using Harombe.Host.Configuration;
using Harombe.Host.Hosting;
using Microsoft.Data.Sqlite;

namespace Harombe.Host.Commands.Backups;

/// <summary><c>harombe backup</c>: one file with everything that a host needs, taken while it runs or while none does.</summary>
internal sealed class BackupCommand : Command
{
    private static readonly Argument<string?> File = new("file")
    {
        Description = "The file to write; harombe-<time>.tar.gz in the current folder when it is left out.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<bool> WithoutKeys = new("--without-keys")
    {
        Description = "Leave the keys and tokens out. The secrets in it can then be read only beside the secrets.key that is kept elsewhere.",
    };

    public BackupCommand(Surroundings here)
        : base("backup", "Write a backup of the data folder, also while the host runs. Logs and the workspace are not in it.")
    {
        Add(File);
        Add(WithoutKeys);
        SetAction((parsed, cancellationToken) => RunAsync(here.Begin(parsed), cancellationToken));
    }

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        if (run.Configure().Failed(out var stop, out var loaded))
        {
            return run.Fail(stop);
        }

        var now = run.Here.Clock.GetUtcNow();
        var file = Path.GetFullPath(run.Parsed.GetValue(File) ?? string.Create(CultureInfo.InvariantCulture, $"harombe-{now:yyyyMMdd-HHmmss}.tar.gz"));
        if (Path.Exists(file))
        {
            return run.Fail(new Stop(ExitCode.Failed, "backup.exists", $"{file} exists already", "Name another file: harombe backup <file>"));
        }

        var part = file + ".part";
        try
        {
            BackupManifest manifest;
            await using (var written = OwnerFile.New(part))
            {
                if (await TakeAsync(run, loaded.Configuration, !run.Parsed.GetValue(WithoutKeys), written, cancellationToken).ConfigureAwait(false) is { } failed)
                {
                    return run.Fail(failed);
                }

                written.Flush(flushToDisk: true);
            }

            // Read through once: a backup is what can be read back.
            await using (var again = System.IO.File.OpenRead(part))
            {
                manifest = await BackupArchive.ReadAsync(again, null, cancellationToken).ConfigureAwait(false);
            }

            System.IO.File.Move(part, file);
            Tell(run, file, manifest);
            return ExitCode.Done;
        }
        catch (InvalidDataException e)
        {
            return run.Fail(new Stop(ExitCode.Failed, "backup.cut", $"the backup broke off: {e.Message}", "Look at the host's log and at the room on both disks, then try again."));
        }
        finally
        {
            System.IO.File.Delete(part);
        }
    }

    private static async Task<Stop?> TakeAsync(Invocation run, HarombeConfiguration configuration, bool keys, Stream to, CancellationToken cancellationToken)
    {
        var folder = configuration.Data.Folder;
        if (RunningHost.Read(folder) is not null && !HostFinding.Connect(configuration, run.Here.Clock).Failed(out _, out var host))
        {
            using (host)
            {
                if (await host.IsAliveAsync(cancellationToken).ConfigureAwait(false))
                {
                    return await DownloadAsync(host, keys, to, cancellationToken).ConfigureAwait(false);
                }
            }
        }

        if (!Directory.Exists(folder) || !BackedUp.Of(configuration).Any())
        {
            return new Stop(ExitCode.Failed, "backup.nothing", $"there is nothing to back up in {folder}", "Start a host with 'harombe up', or name the configuration with --config.");
        }

        using var owned = DataFolder.TryOwn(folder);
        if (owned is null)
        {
            return new Stop(ExitCode.NoHost, "cli.folder-held", $"a host holds {folder} but doesn't answer", "Wait until it has started or stopped, and try again.");
        }

        run.Say($"offline: no host runs in {folder}");
        try
        {
            await BackupArchive.WriteAsync(configuration, keys, run.Here.Clock.GetUtcNow(), to, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (SqliteException e)
        {
            return new Stop(ExitCode.Failed, "backup.database", $"a database in {folder} can't be read: {e.Message}", "Run 'harombe doctor'.");
        }
    }

    private static async Task<Stop?> DownloadAsync(HostClient host, bool keys, Stream to, CancellationToken cancellationToken)
    {
        var opened = await host.OpenAsync(HttpMethod.Post, $"/admin/backup?keys={(keys ? "true" : "false")}", null, null, cancellationToken).ConfigureAwait(false);
        if (opened.Failed(out var stop, out var response))
        {
            return stop;
        }

        using (response)
        {
            try
            {
                await response.Content.CopyToAsync(to, cancellationToken).ConfigureAwait(false);
                return null;
            }
            catch (Exception e) when (e is HttpRequestException or HttpIOException)
            {
                return new Stop(ExitCode.Failed, "backup.cut", "the host broke the backup off", "Look at its log: the disk of the data folder needs room for a copy.");
            }
        }
    }

    private static void Tell(Invocation run, string file, BackupManifest manifest)
    {
        var bytes = new FileInfo(file).Length;
        if (run.Json)
        {
            run.WriteJson(new BackupForm(file, bytes, manifest.CreatedAt, manifest.Version, manifest.WithKeys, manifest.Files.Count), BackupCommandJson.Default.BackupForm);
            return;
        }

        run.Terminal.Output.WriteLine(VisibleText.Line(file));
        run.Say(string.Create(CultureInfo.InvariantCulture, $"{manifest.Files.Count} files, {bytes / 1024.0:0} KiB; its hashes were checked"));
        run.Say(manifest.WithKeys
            ? "it holds the keys: whoever has the file has the secrets"
            : "without keys: keep secrets.key elsewhere, or the secrets in it are lost");
        run.Say($"to go back to it: harombe restore {file}");
    }
}

internal sealed record BackupForm(string File, long Bytes, DateTimeOffset CreatedAt, string Version, bool WithKeys, int Files);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BackupForm))]
[JsonSerializable(typeof(RestoreForm))]
internal sealed partial class BackupCommandJson : JsonSerializerContext;
