using System.Buffers;
using System.Text.Json;
using Harombe.Audit.Anchors;
using Harombe.Audit.Checkpoints;
using Harombe.Audit.Entries;
using Harombe.Audit.Forwarding;
using Microsoft.Extensions.DependencyInjection;

namespace Harombe.Audit.Reading;

/// <summary>How the record stands: how large, how far signed, anchored and forwarded.</summary>
internal static class AuditStats
{
    public static async ValueTask<ReadOnlyMemory<byte>> WriteAsync(SqliteAuditLog log, IServiceProvider services, CancellationToken cancellationToken)
    {
        var (kinds, signed, erased, head) = await log.BesideAsync(
            connection => (
                Counts(connection),
                StoredCheckpoints.Last(connection) is { } note && Checkpoint.TryParse(note.Text, out var checkpoint) ? checkpoint.Head.Size : 0,
                connection.One("SELECT (SELECT count(*) FROM entries) - (SELECT count(*) FROM bodies)") as long? ?? 0,
                StoredCheckpoints.Size(connection)),
            cancellationToken).ConfigureAwait(false);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("entries", head);
            json.WriteNumber("signed", signed);
            json.WriteNumber("erased", erased);
            json.WriteNumber("fileBytes", new FileInfo(log.Path).Length);
            json.WriteString("key", services.GetService<CheckpointKeeping>()?.Verifier?.ToString());
            json.WriteStartObject("kinds");
            foreach (var (kind, count) in kinds)
            {
                json.WriteNumber(kind, count);
            }

            json.WriteEndObject();
            json.WritePropertyName("anchors");
            if (services.GetService<Anchoring>()?.Last is { } round)
            {
                Write(json, round);
            }
            else
            {
                json.WriteNullValue();
            }

            json.WriteStartArray("forwards");
            foreach (var loop in services.GetService<Forwards>()?.Loops ?? [])
            {
                json.WriteStartObject();
                json.WriteString("target", loop.Name);
                json.WriteNumber("behind", head - loop.Next);
                json.WriteString("trouble", loop.Trouble);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    public static ReadOnlyMemory<byte> Round(AnchorRound round)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            Write(json, round);
        }

        return buffer.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter json, AnchorRound round)
    {
        json.WriteStartObject();
        json.WriteString("checkpoint", round.Note?.ToString());
        json.WriteStartArray("told");
        foreach (var name in round.Told)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
        json.WriteStartObject("failed");
        foreach (var (name, why) in round.Failed)
        {
            json.WriteString(name, why);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static List<(string Kind, long Count)> Counts(Microsoft.Data.Sqlite.SqliteConnection connection)
    {
        using var command = connection.Statement("SELECT kind, count(*) FROM entries GROUP BY kind ORDER BY kind");
        using var rows = command.ExecuteReader();
        var counts = new List<(string, long)>();
        while (rows.Read())
        {
            counts.Add((rows.GetString(0), rows.GetInt64(1)));
        }

        return counts;
    }
}
