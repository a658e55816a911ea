using System.Text.Json;
using Harombe.Core.Principals;
using Harombe.Core.State;

namespace Harombe.Gateway.Pinning;

/// <summary>The upstreams that somebody added to the running host, beside those of the configuration. Thread-safe.</summary>
internal sealed class EntryStore(IStateStore state, TimeProvider clock)
{
    public ValueTask<List<JsonElement>> AllAsync(CancellationToken cancellationToken) => state.ReadAsync(
        connection => connection.Rows("SELECT written FROM upstream_entries ORDER BY name", row => JsonElement.Parse(row.GetString(0))),
        cancellationToken);

    /// <summary>Keeps an entry; one of the same name is replaced.</summary>
    public async ValueTask KeepAsync(string name, JsonElement written, PrincipalId by, CancellationToken cancellationToken) => await state.WriteAsync(
        connection => connection.Execute(
            """
            INSERT INTO upstream_entries (name, written, added_at, added_by) VALUES ($name, $written, $at, $by)
            ON CONFLICT (name) DO UPDATE SET written = excluded.written, added_at = excluded.added_at, added_by = excluded.added_by
            """,
            ("$name", name),
            ("$written", written.GetRawText()),
            ("$at", clock.GetUtcNow().ToUnixTimeMilliseconds()),
            ("$by", by.Value)),
        cancellationToken).ConfigureAwait(false);

    /// <summary>Forgets an entry, and all that was accepted of the server; false when there was none.</summary>
    public async ValueTask<bool> ForgetAsync(string name, CancellationToken cancellationToken) => await state.WriteAsync(
        connection =>
        {
            connection.Execute("DELETE FROM upstream_pins WHERE server = $name", ("$name", name));
            return connection.Execute("DELETE FROM upstream_entries WHERE name = $name", ("$name", name));
        },
        cancellationToken).ConfigureAwait(false) > 0;
}
