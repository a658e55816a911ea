using System.Security.Cryptography;
using System.Text;
using Harombe.Core.Audit;
using Harombe.Core.State;

namespace Harombe.Host.Configuration.Recording;

/// <summary>
/// Writes into the record that another configuration took effect: the names of the keys that differ from the last start, never their values. The record comes
/// first; a crash in between repeats the entry.
/// </summary>
internal sealed class ConfigurationRecord(HarombeConfiguration configuration, IStateStore state, IAuditLog audit, TimeProvider clock)
{
    /// <summary>The host starts with its configuration.</summary>
    public async ValueTask StartedAsync(CancellationToken cancellationToken)
    {
        var now = configuration.Stated.ToDictionary(setting => setting.Key, setting => Digest(setting.Value ?? ""), StringComparer.Ordinal);
        var before = (await state.ReadAsync(
            connection => connection.Rows("SELECT name, digest FROM configuration_seen", row => (row.GetString(0), row.GetString(1))), cancellationToken).ConfigureAwait(false))
            .ToDictionary(row => row.Item1, row => row.Item2, StringComparer.Ordinal);
        // A mark, so that a start without any setting is told from no start at all.
        var first = before.Count == 0;
        before.Remove("");
        var keys = now.Keys.Union(before.Keys).Where(key => now.GetValueOrDefault(key) != before.GetValueOrDefault(key)).Order(StringComparer.Ordinal).ToList();
        if (!first && keys.Count == 0)
        {
            return;
        }

        var entry = new ConfigurationChanged(first ? "loaded" : "changed", keys, await ContentAsync(cancellationToken).ConfigureAwait(false), null) { Time = clock.GetUtcNow() };
        await audit.AppendAsync(entry, cancellationToken).ConfigureAwait(false);
        await state.WriteAsync(
            connection =>
            {
                connection.Execute("DELETE FROM configuration_seen");
                connection.Execute("INSERT INTO configuration_seen (name, digest) VALUES ('', '')");
                foreach (var (name, digest) in now)
                {
                    connection.Execute("INSERT INTO configuration_seen (name, digest) VALUES ($name, $digest)", ("$name", name), ("$digest", digest));
                }

                return now.Count;
            },
            cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<string?> ContentAsync(CancellationToken cancellationToken)
    {
        try
        {
            return configuration.File is { } file ? Digest(await File.ReadAllBytesAsync(file, cancellationToken).ConfigureAwait(false)) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Gone since it was read; the keys are known all the same.
            return null;
        }
    }

    private static string Digest(string text) => Digest(Encoding.UTF8.GetBytes(text));

    private static string Digest(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
