using Harombe.Host.Access;
using Harombe.Host.Configuration;
using Harombe.Host.Hosting;

namespace Harombe.Host.Commands.Connection;

/// <summary>Finds the host that owns a data folder by the note it left there.</summary>
internal static class HostFinding
{
    /// <summary>A client with the token of the command line; nothing has been asked of the host yet.</summary>
    public static Answer<HostClient> Connect(HarombeConfiguration configuration, TimeProvider clock)
    {
        if (RunningHost.Read(configuration.Data.Folder) is null)
        {
            return Stop.NoHost(configuration.Data.Folder);
        }

        return TokenFile.Read(Path.Combine(configuration.Data.Folder, OwnerSetUp.CommandLineToken)).Failed(out var stop, out var token)
            ? stop
            : Connect(configuration, token, clock);
    }

    /// <summary>A client with another token.</summary>
    public static Answer<HostClient> Connect(HarombeConfiguration configuration, string? token, TimeProvider clock)
    {
        var folder = configuration.Data.Folder;
        if (RunningHost.Read(folder) is not { } note)
        {
            return Stop.NoHost(folder);
        }

        return Reachable(note.Url) is { } url
            ? new HostClient(HostHttp.New(configuration.Server.Tls?.Certificate), url, token, note, folder, clock)
            : new Stop(ExitCode.Failed, "cli.address", $"{RunningHost.FileName} in {folder} names no address", "Stop the host and start it again.");
    }

    // A host on every address is reached on this machine over the loopback, the only name of it that it is sure to accept.
    private static Uri? Reachable(string text) =>
        !Uri.TryCreate(text, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps) ? null
        : url.Host is "0.0.0.0" or "[::]" ? new UriBuilder(url) { Host = "127.0.0.1" }.Uri
        : url;
}
