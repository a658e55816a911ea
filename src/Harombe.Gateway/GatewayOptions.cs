using Harombe.Gateway.Endpoint.Views;
using Harombe.Gateway.Upstreams.Entries;

namespace Harombe.Gateway;

/// <summary>What the gateway needs to know of its host. Read once, at start.</summary>
public sealed class GatewayOptions
{
    /// <summary>How many bytes <see cref="StateKey"/> must have.</summary>
    public const int StateKeyLength = 32;

    /// <summary>
    /// Seals what a client carries for us between two rounds of a call. The same on every host that serves the same clients, and kept over restarts;
    /// with a new key, questions under way must be asked again.
    /// </summary>
    public ReadOnlyMemory<byte> StateKey { get; set; }

    /// <summary>
    /// Where people open the host in a browser, for example <c>http://127.0.0.1:8000</c>; clients are sent to <c>approvals/…</c> below it. Asked each time,
    /// since a host that takes any free port knows its address only once it listens.
    /// </summary>
    public Func<Uri>? PublicUrl { get; set; }

    /// <summary>The route that clients connect to.</summary>
    public string Path { get; set; } = "/mcp";

    /// <summary>Calls of one principal that may be under way at once, those that wait for an elicited answer included.</summary>
    public int ConcurrentCalls { get; set; } = 64;

    /// <summary>The largest message, in bytes.</summary>
    public int MessageBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>For how long a client may keep the list of tools before it asks again.</summary>
    public TimeSpan ListTimeToLive { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>When a session of an older revision that nobody uses is ended.</summary>
    public TimeSpan SessionIdleTimeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How many unused sessions of older revisions are kept; the oldest go first.</summary>
    public int IdleSessions { get; set; } = 1000;

    /// <summary>How many sessions of older revisions one principal may have open, so that it can't take the others' place.</summary>
    public int SessionsOfOne { get; set; } = 200;

    /// <summary>The upstream servers that stand in the configuration.</summary>
    public IList<UpstreamEntry> Upstreams { get; } = [];

    /// <summary>Where each upstream that is started here has a folder of its own to run in. Its path also marks the processes of this host.</summary>
    public string UpstreamFolder { get; set; } = "";

    /// <summary>The choices of tools that have an address of their own below <see cref="Path"/>, by name.</summary>
    public Dictionary<string, ToolView> Views { get; } = new(StringComparer.Ordinal);
}
