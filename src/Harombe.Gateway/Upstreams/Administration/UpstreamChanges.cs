using System.Text.Json;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Harombe.Core.Principals;
using Harombe.Core.Secrets;
using Harombe.Gateway.Pinning;
using Harombe.Gateway.Upstreams.Entries;
using Microsoft.Extensions.Options;

namespace Harombe.Gateway.Upstreams.Administration;

/// <summary>Adds upstreams to the running host, takes them out, and accepts them, for those who configure. Recorded before it takes effect. Thread-safe.</summary>
internal sealed class UpstreamChanges(UpstreamSet set, EntryStore entries, PinRecord record, IAuditLog audit, ISecretScanner scanner, IOptions<GatewayOptions> options, TimeProvider clock)
{
    /// <summary>Adds one, in the place of one of the same name that was added before.</summary>
    public async ValueTask<(HeldUpstream? Held, Reason? Fault)> AddAsync(JsonElement written, PrincipalId by, CancellationToken cancellationToken)
    {
        var faults = new List<EntryFault>();
        if (EntryReading.Read(written, options.Value.UpstreamFolder, faults) is not { } entry)
        {
            return (null, new Reason("upstream.entry", string.Join("; ", faults.Select(fault => $"{(fault.Path.Length == 0 ? "the entry" : fault.Path[1..])} {fault.Reason}")) + ".", string.Join("; ", faults.Select(fault => fault.Remedy)) + "."));
        }

        if (set.All.GetValueOrDefault(entry.Name) is { IsAdded: false })
        {
            return (null, new Reason("upstream.configured", $"A server named '{entry.Name}' stands in the configuration.", "Change it there, or use another name."));
        }

        if (OpenSecrets.Find(written, scanner) is { } open)
        {
            return (null, new Reason("upstream.secret", $"{open}. Nothing was kept; change that secret if it was real: the shell's history may have it.", OpenSecrets.Remedy));
        }

        await audit.AppendAsync(new ConfigurationChanged("changed", [$"mcp.external_servers.{entry.Name}"], entry.Place.Fingerprint, by) { Time = clock.GetUtcNow() }, cancellationToken).ConfigureAwait(false);
        await entries.KeepAsync(entry.Name, written, by, cancellationToken).ConfigureAwait(false);
        return (await set.TakeAsync(entry, isAdded: true, cancellationToken).ConfigureAwait(false), null);
    }

    /// <summary>Takes one out, with what was accepted of it.</summary>
    public async ValueTask<Reason?> RemoveAsync(string name, PrincipalId by, CancellationToken cancellationToken)
    {
        if (set.All.GetValueOrDefault(name) is not { } held)
        {
            return Unknown(name);
        }

        if (!held.IsAdded)
        {
            return new Reason("upstream.configured", $"The server '{name}' stands in the configuration.", "Take it out of mcp.external_servers and start the host again.");
        }

        await record.WriteAsync("removed", name, held.Entry.Place.Fingerprint, null, held.State.Pins.Select(pin => pin.Definition), by.Value, cancellationToken).ConfigureAwait(false);
        await entries.ForgetAsync(name, cancellationToken).ConfigureAwait(false);
        await set.LetGoAsync(name).ConfigureAwait(false);
        return null;
    }

    /// <summary>Accepts what one says, if it is still what the fingerprint is of.</summary>
    public async ValueTask<(HeldUpstream? Held, Reason? Fault)> AcceptAsync(string name, string fingerprint, PrincipalId by, CancellationToken cancellationToken)
    {
        if (set.All.GetValueOrDefault(name) is not { } held)
        {
            return (null, Unknown(name));
        }

        return await set.AcceptAsync(held, fingerprint, by.Value, cancellationToken).ConfigureAwait(false) is not null
            ? (held, null)
            : (null, new Reason("upstream.moved-on", $"The server '{name}' was not heard yet, or says something else now than what was looked at.", $"Look again: harombe mcp diff {name}"));
    }

    /// <summary>Connects to one now, and asks what it says.</summary>
    public async ValueTask<(HeldUpstream? Held, Reason? Fault)> TestAsync(string name, CancellationToken cancellationToken)
    {
        if (set.All.GetValueOrDefault(name) is not { } held)
        {
            return (null, Unknown(name));
        }

        try
        {
            var session = await held.Upstream.SessionAsync(cancellationToken).ConfigureAwait(false);
            await held.Upstream.Comparisons.RunAsync(token => held.Upstream.ReadAsync(session, token), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // The view tells why it is down; a fault on a connection that stands is told by nothing else.
            if (held.Upstream.Live is not null)
            {
                return (null, new Reason("upstream.failed", $"The server '{name}' is connected and does not answer: {e.Message}", "Look at the log."));
            }
        }

        return (held, null);
    }

    public static Reason Unknown(string name) => new("upstream.unknown", $"There is no upstream server of this name ({name.Length} characters).", "See 'harombe mcp list'.");
}
