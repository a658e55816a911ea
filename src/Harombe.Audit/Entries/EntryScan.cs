using System.Text;
using Harombe.Audit.Stretches;
using Harombe.Audit.Verification;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Microsoft.Data.Sqlite;

namespace Harombe.Audit.Entries;

/// <summary>A stretch of the record, read in one transaction.</summary>
/// <param name="Records">What was found.</param>
/// <param name="Reached">The last entry that was looked at, to go on from.</param>
/// <param name="More">Whether there may be others beyond it.</param>
internal sealed record ScannedPage(List<AuditRecord> Records, long? Reached, bool More);

/// <summary>
/// Looks through the bodies for what a query asks. Canonical JSON has one way to write a member, so a body that lacks those bytes is passed over at
/// the speed of a memory scan; only the others are parsed. Whole stretches of the record that lack what is asked for are not read at all.
/// </summary>
internal static class EntryScan
{
    // A read transaction keeps the write-ahead log from being reused: it doesn't stay open for long, and never while a slow consumer thinks.
    private const int MostRecords = 256;
    private const int MostRows = 200_000;

    public static ScannedPage Read(SqliteConnection connection, AuditQuery query, long? after, int limit)
    {
        using var rows = new Statement(connection, Sql(query));
        if (query.Kind is { } kind)
        {
            rows.Bind(2, kind);
            if (kind.EndsWith('.'))
            {
                rows.Bind(3, kind + char.MaxValue);
            }
        }

        if (query.Call is { } call)
        {
            rows.Bind(4, call.Value);
        }

        var filter = new EntryFilter(query);
        var (records, reached, seen) = (new List<AuditRecord>(), after, 0);
        foreach (var (first, last) in new StretchSearch(query).Ranges(connection, after))
        {
            rows.Bind(1, first).Bind(5, last);
            for (; rows.Step(); seen++)
            {
                if (records.Count == Math.Min(limit, MostRecords) || seen == MostRows)
                {
                    return new ScannedPage(records, reached, More: true);
                }

                reached = rows.Long(0);
                var body = rows.Bytes(1);
                if (filter.Holds(body))
                {
                    records.Add(new AuditRecord(rows.Long(0), body.ToArray(), rows.Bytes(2).ToArray()));
                }
            }

            rows.Reset();
        }

        return new ScannedPage(records, reached, More: false);
    }

    // Put together from literals; values travel as parameters.
    private static string Sql(AuditQuery query)
    {
        var clauses = new List<string> { "e.sequence BETWEEN ?1 AND ?5" };

        if (query.Kind is { } kind)
        {
            clauses.Add(kind.EndsWith('.') ? "e.kind >= ?2 AND e.kind < ?3" : "e.kind = ?2");
        }

        if (query.Call is not null)
        {
            clauses.Add(
                """
                e.sequence IN (SELECT sequence FROM entries WHERE call = ?4 AND kind IN ('call.intent', 'call.outcome')
                  UNION ALL SELECT sequence FROM entries WHERE call = ?4 AND kind NOT IN ('call.intent', 'call.outcome'))
                """);
        }

        return $"SELECT e.sequence, b.bytes, e.leaf FROM entries e LEFT JOIN bodies b USING (sequence) WHERE {string.Join(" AND ", clauses)} ORDER BY e.sequence {(query.NewestFirst ? "DESC" : "ASC")}";
    }
}

/// <summary>What the members of a body must be.</summary>
internal sealed class EntryFilter
{
    private readonly List<(byte[] Fragment, Func<byte[], bool> Exactly)> members = [];
    private readonly string? since, until;

    public EntryFilter(AuditQuery query)
    {
        Member("principal", query.Principal);
        Member("session", query.Session);
        if (query.Tool is { } tool)
        {
            var family = tool.EndsWith('.');
            members.Add((Fragment("tool", tool, family), body => EntryCheck.Text(body, "tool"u8) is { } found && (family ? found.StartsWith(tool, StringComparison.Ordinal) : found == tool)));
        }

        if (query.Verdict is { } verdict)
        {
            members.Add((Fragment("verdict", verdict, open: false), static _ => true));
        }

        if (query.Text is { } text)
        {
            members.Add((Encoding.UTF8.GetBytes(text), static _ => true));
        }

        (since, until) = (query.Since is { } from ? AuditTime.Format(from) : null, query.Until is { } to ? AuditTime.Format(to) : null);
    }

    public bool Holds(ReadOnlySpan<byte> body)
    {
        foreach (var (fragment, _) in members)
        {
            if (body.IndexOf(fragment) < 0)
            {
                return false;
            }
        }

        if (members.Count > 0)
        {
            var copy = body.ToArray();
            if (!members.TrueForAll(member => member.Exactly(copy)))
            {
                return false;
            }
        }

        if (since is null && until is null)
        {
            return true;
        }

        return EntryCheck.Text(body, "time"u8) is { } time
            && (since is null || string.CompareOrdinal(time, since) >= 0)
            && (until is null || string.CompareOrdinal(time, until) < 0);
    }

    private void Member(string name, string? value)
    {
        if (value is not null)
        {
            var utf8 = Encoding.UTF8.GetBytes(name);
            members.Add((Fragment(name, value, open: false), body => EntryCheck.Text(body, utf8) == value));
        }
    }

    private static byte[] Fragment(string name, string value, bool open) =>
        [.. Encoding.UTF8.GetBytes($"\"{name}\":"), .. CanonicalJson.Write(System.Text.Json.Nodes.JsonValue.Create(value)).AsSpan(..(open ? ^1 : ^0))];
}
