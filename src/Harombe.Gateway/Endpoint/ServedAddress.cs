using Harombe.Gateway.Endpoint.Views;
using Harombe.Gateway.Upstreams.Entries;

namespace Harombe.Gateway.Endpoint;

/// <summary>
/// The address of an upstream's resource as clients see it: <c>docs+file:///a.txt</c> for <c>file:///a.txt</c> of the server 'docs'. An address of a template
/// stays one. A scheme has no underscore, so a server's name has a dot there instead, which no name has otherwise.
/// </summary>
internal static class ServedAddress
{
    public static string Of(ToolView view, string server, string uri) => view.Server is null ? $"{server.Replace('_', '.')}+{uri}" : uri;

    /// <summary>The server and its own address; null when it is none of ours.</summary>
    public static (string Server, string Uri)? Read(ToolView view, string served)
    {
        if (view.Server is { } only)
        {
            return (only, served);
        }

        var cut = served.IndexOf('+', StringComparison.Ordinal);
        return cut > 0 && served[..cut].Replace('.', '_') is var server && EntryReading.IsName(server) ? (server, served[(cut + 1)..]) : null;
    }
}
