using System.Collections.Concurrent;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Harombe.Core.Guard;
using Harombe.Core.Labels;
using Harombe.Core.Tools;
using Harombe.Policy.Provenance.Sources;

namespace Harombe.Policy.Provenance.Sessions;

/// <summary>
/// What clients without a conversation of ours have read, by principal: a client may open as many sessions as it likes, and whatever drives it reads them all. Kept
/// in memory for a day: up to a bound as it is, and beyond that by which words and addresses stood in it. What was forgotten, by a restart too, is known to be, and counts
/// as if it could have held anything. Thread-safe.
/// </summary>
internal sealed class ClientSessions(Func<ToolCatalog?> catalog, ToolProfiles profiles, IAuditLog audit, TimeProvider time) : ISeenResults
{
    /// <summary>How long something that was read counts.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    private const int MostClients = 64;

    private readonly DateTimeOffset started = time.GetUtcNow();
    private readonly ConcurrentDictionary<string, KnownClient> clients = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> dropped = new(StringComparer.Ordinal);

    public async ValueTask<T> ReadAsync<T>(ToolCall call, Func<SessionText, T> read, CancellationToken cancellationToken)
    {
        var client = await FindAsync(call.Principal.Id.Value, cancellationToken).ConfigureAwait(false);
        lock (client)
        {
            return read(client.Now(time.GetUtcNow()));
        }
    }

    public async ValueTask SeeAsync(ToolCall call, CallResult result, CancellationToken cancellationToken)
    {
        if (call.Face == Face.Chat || Read(result) is not { Length: > 0 } parts)
        {
            return;
        }

        var client = await FindAsync(call.Principal.Id.Value, cancellationToken).ConfigureAwait(false);
        var source = new SourceCall(
            call.Tool.Name.Value, catalog()?.Current.Find(call.Tool.Name.Value) is null ? Tools.ToolProfile.Foreign : profiles.Of(call.Tool), call.Arguments.Value);
        foreach (var (text, label) in parts)
        {
            client.Add(new SeenResult(time.GetUtcNow(), source, text, label));
        }
    }

    // What a refusal says may be a server's words, and is labelled by nobody.
    private static (string Text, Label? Label)[] Read(CallResult result) => result switch
    {
        CallResult.Completed { Content: var content } => [
            .. content.Blocks.Select(block => (block.ReadText, Said(block.Label))),
            .. content.Structured is { } structured ? [(structured.Value.GetRawText(), Said(structured.Label))] : Array.Empty<(string, Label?)>()],
        CallResult.Failed { Reason: var reason } => [($"{reason.Message}\n{reason.Remedy}", Label.OfOutside)],
        CallResult.Refused { ToolRan: true, Reason: var reason } => [($"{reason.Message}\n{reason.Remedy}", Label.OfOutside)],
        _ => [],
    };

    private static Label? Said(Label label) => label == default ? null : label;

    private async ValueTask<KnownClient> FindAsync(string principal, CancellationToken cancellationToken)
    {
        if (clients.TryGetValue(principal, out var known))
        {
            return known;
        }

        var forgotten = dropped.TryGetValue(principal, out var at) ? at : await LastAsync(principal, cancellationToken).ConfigureAwait(false);
        if (clients.Count >= MostClients && clients.MinBy(client => client.Value.Last) is { Key: { } oldest } && clients.TryRemove(oldest, out _))
        {
            dropped[oldest] = time.GetUtcNow();
        }

        return clients.GetOrAdd(principal, _ => new KnownClient(forgotten));
    }

    // Whoever called before this host started may have read anything then.
    private async ValueTask<DateTimeOffset?> LastAsync(string principal, CancellationToken cancellationToken)
    {
        var query = new AuditQuery(null, 1, NewestFirst: true, "call.intent") { Principal = principal, Since = started - Kept, Until = started };
        await foreach (var _ in audit.ReadAsync(query, cancellationToken).ConfigureAwait(false))
        {
            return started;
        }

        return null;
    }
}
