using Harombe.Host.Commands.Connection;
using Harombe.Host.Hosting;

namespace Harombe.Host.Commands.Secrets;

/// <summary>Chooses the way to the secrets and says which one it is.</summary>
internal static class SecretDoors
{
    /// <summary>Through the host when one answers; else by the files, which then nobody else may use meanwhile.</summary>
    public static async Task<Answer<SecretDoor>> OpenAsync(Invocation run, CancellationToken cancellationToken, bool reads = false)
    {
        if (run.Configure().Failed(out var stop, out var loaded))
        {
            return stop;
        }

        var folder = loaded.Configuration.Data.Folder;
        if (RunningHost.Read(folder) is not null)
        {
            if (HostFinding.Connect(loaded.Configuration, run.Here.Clock).Failed(out stop, out var host))
            {
                return stop;
            }

            if (await host.IsAliveAsync(cancellationToken).ConfigureAwait(false))
            {
                return new HostSecrets(host);
            }

            host.Dispose();
        }

        try
        {
            if (DataFolder.TryOwn(folder) is not { } owned)
            {
                return new Stop(ExitCode.NoHost, "cli.folder-held", $"a host holds {folder} but doesn't answer", "Wait until it has started or stopped, and try again.");
            }

            run.Say($"offline: no host runs in {folder}; {(reads ? "its files are read directly" : "its files are changed directly, and the change is recorded in its audit log")}");
            return new OfflineSecrets(owned, loaded.Configuration, run.Here.Clock);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Stop(ExitCode.Failed, "cli.folder", $"the data folder {folder} can't be used: {e.Message}", "Wait for the host that holds it, or set data.folder to a folder of yours.");
        }
    }
}
