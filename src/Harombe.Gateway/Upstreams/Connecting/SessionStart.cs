using System.Text.Json.Nodes;
using Harombe.Core.Secrets;
using Harombe.Gateway.Upstreams.Entries;
using Harombe.Gateway.Upstreams.Processes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Harombe.Gateway.Upstreams.Connecting;

/// <summary>Connects to upstreams: leases, starts or dials, and lets the two introduce themselves, in whichever era the server speaks.</summary>
internal sealed partial class SessionStart(ConnectionLeases leases, UpstreamHttp https, ISecretScanner scanner, IOptions<GatewayOptions> options, TimeProvider clock, ILoggerFactory loggers)
{
    // Servers that predate the question may not answer it at all.
    private static readonly TimeSpan Probe = TimeSpan.FromSeconds(3);

    private readonly ILogger log = loggers.CreateLogger("Harombe.Gateway.Upstreams");

    /// <summary>What processes of this host bear in their environment, so that an earlier host's that were left behind are told from anybody else's.</summary>
    public string Mark { get; } = MarkOf(options.Value.UpstreamFolder);

    /// <summary>Connects.</summary>
    /// <param name="entry">To what.</param>
    /// <param name="notified">Is told of every notification, by its method; must not block.</param>
    /// <param name="asked">Answers what the server asks; throws what it is told instead.</param>
    /// <param name="cancellationToken">Gives up, and leaves nothing behind.</param>
    /// <exception cref="UpstreamDownException">It can't be reached, with the reason.</exception>
    public async Task<UpstreamSession> ConnectAsync(
        UpstreamEntry entry, Action<JsonRpcNotification> notified, Func<JsonRpcRequest, CancellationToken, Task<JsonNode>> asked, CancellationToken cancellationToken)
    {
        ILease? lease = null;
        ChildProcess? child = null;
        HttpClient? http = null;
        try
        {
            lease = await leases.LeaseAsync(entry, cancellationToken).ConfigureAwait(false);
            IClientTransport transport;
            switch (entry.Place)
            {
                case UpstreamPlace.Command command:
                    child = Start(entry, command, lease);
                    transport = new StreamClientTransport(child.Input, child.Output, NullLoggerFactory.Instance);
                    break;
                case UpstreamPlace.Address address:
                    http = https.Create(address, lease, entry.Limits.Message);
                    transport = new HttpClientTransport(
                        new HttpClientTransportOptions
                        {
                            Endpoint = address.Url,
                            Name = entry.Name,
                            TransportMode = address.Transport switch
                            {
                                "streamable" => HttpTransportMode.StreamableHttp,
                                "sse" => HttpTransportMode.Sse,
                                _ => HttpTransportMode.AutoDetect,
                            },
                            ConnectionTimeout = entry.Limits.Start,
                        },
                        http,
                        NullLoggerFactory.Instance);
                    break;
                default:
                    throw new InvalidOperationException($"Unknown place {entry.Place.GetType().Name}.");
            }

            var client = await IntroduceAsync(entry, new ClientWire(transport, notified, asked), child, cancellationToken).ConfigureAwait(false);
            return new UpstreamSession(client, child, http, lease, clock.GetUtcNow(), new HeardPages(scanner, list => Unnamed(log, entry.Name, list)));
        }
        catch
        {
            if (child is not null)
            {
                await child.DisposeAsync().ConfigureAwait(false);
            }

            http?.Dispose();
            if (lease is not null)
            {
                await lease.DisposeAsync().ConfigureAwait(false);
            }

            throw;
        }
    }

    private async Task<McpClient> IntroduceAsync(UpstreamEntry entry, IClientTransport transport, ChildProcess? child, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(entry.Limits.Start, clock);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        // A process that ends before it has said anything won't say it any more.
        _ = child?.Ended.ContinueWith(_ => TryCancel(ends), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            return await McpClient.CreateAsync(
                transport,
                new McpClientOptions
                {
                    ClientInfo = new Implementation { Name = "harombe", Version = typeof(SessionStart).Assembly.GetName().Version?.ToString(3) ?? "0" },
                    Capabilities = Capabilities(entry.Asks),
                    // Through the wire the library can't see that this is the transport which knows no discovery.
                    ProtocolVersion = entry.Place is UpstreamPlace.Address { Transport: "sse" } ? "2025-11-25" : null,
                    InitializationTimeout = entry.Limits.Start,
                    DiscoverProbeTimeout = Probe,
                },
                NullLoggerFactory.Instance,
                ends.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not UpstreamDownException && !cancellationToken.IsCancellationRequested)
        {
            if (child is not null && !deadline.IsCancellationRequested)
            {
                await child.SettleAsync().ConfigureAwait(false);
            }

            throw Faults.Of(entry, e, child, deadline.IsCancellationRequested);
        }
    }

    private ChildProcess Start(UpstreamEntry entry, UpstreamPlace.Command command, ILease? lease)
    {
        var folder = command.Folder ?? Path.Combine(options.Value.UpstreamFolder, entry.Name);
        if (command.Folder is null)
        {
            Directory.CreateDirectory(folder);
        }
        else if (!Directory.Exists(folder))
        {
            throw new UpstreamDownException("The folder it runs in does not exist.", "Correct 'folder', or create it.", null);
        }

        if (!command.Reveals && !command.Secrets.IsEmpty)
        {
            Placeholders(log, entry.Name, string.Join(", ", command.Secrets));
        }

        return ChildProcess.Start(
            command,
            ConnectionLeases.Environment(command, lease),
            folder,
            $"{Mark}/{entry.Name}/{Guid.NewGuid():n}",
            entry.Limits.Message,
            new ErrorLines(new LoggedLines(clock, line => Said(log, entry.Name, line), count => LeftOut(log, entry.Name, count)).Take),
            new LoggedLines(clock, line => Dropped(log, entry.Name, line), count => LeftOut(log, entry.Name, count)).Take,
            clock);
    }

    // For the older revisions, which are told once what may be asked of any client that calls. The newer one is told with each request, by the wire.
    private static ClientCapabilities Capabilities(UpstreamAsks asks) => new()
    {
        Elicitation = asks.Elicitation ? new ElicitationCapability { Form = new FormElicitationCapability() } : null,
#pragma warning disable MCP9005 // Deprecated since 2026-07-28; the older revisions have them still.
        Sampling = asks.Sampling ? new SamplingCapability() : null,
        Roots = asks.Roots ? new RootsCapability() : null,
#pragma warning restore MCP9005
    };

    private static void TryCancel(CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It was introduced in time.
        }
    }

    private static string MarkOf(string folder) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(folder)))[..16];

    [LoggerMessage(LogLevel.Warning, "Upstream {Upstream} finds placeholders for {Secrets} in its environment, and nothing fills them in yet: if it needs the values themselves, say reveal: true in its entry")]
    private static partial void Placeholders(ILogger log, string upstream, string secrets);

    // Both may be anything that the server writes; the host's log takes secrets out of it.
    [LoggerMessage(LogLevel.Information, "Upstream {Upstream} says: {Line}")]
    private static partial void Said(ILogger log, string upstream, string line);

    [LoggerMessage(LogLevel.Warning, "Upstream {Upstream} says more than is taken into the log: {Count} lines were left out")]
    private static partial void LeftOut(ILogger log, string upstream, long count);

    [LoggerMessage(LogLevel.Warning, "Upstream {Upstream} wrote what is no message, and it was dropped: {Line}")]
    private static partial void Dropped(ILogger log, string upstream, string line);

    [LoggerMessage(LogLevel.Warning, "Upstream {Upstream} has something in its {List} whose name holds a secret, and it is left out; it can be used once the server calls it otherwise")]
    private static partial void Unnamed(ILogger log, string upstream, string list);
}
