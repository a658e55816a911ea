using System.Text;
using Harombe.Audit.Entries;
using Harombe.Core.Audit;
using Microsoft.Data.Sqlite;

namespace Harombe.Audit.Stretches;

/// <summary>Where in the record a query may find something. Stretches of which nothing is filed are among it: the last one, and those that were erased.</summary>
internal sealed class StretchSearch
{
    // Entries that are read with one statement.
    private const long Longest = 64 * Stretch.Length;

    private readonly List<ulong> terms = [];
    private readonly byte[]? since, until;
    private readonly bool newestFirst, everywhere;

    public StretchSearch(AuditQuery query)
    {
        Seek('k', query.Kind);
        Seek('p', query.Principal);
        Seek('s', query.Session);
        Seek('t', query.Tool);
        (since, until) = (Utf8(query.Since), Utf8(query.Until));
        newestFirst = query.NewestFirst;
        // A call has an index of its own.
        everywhere = query.Call is not null || (terms.Count == 0 && since is null && until is null);
    }

    /// <summary>Ranges of sequence numbers in the order of the query, each from the least to the largest.</summary>
    public IEnumerable<(long First, long Last)> Ranges(SqliteConnection connection, long? after)
    {
        var end = connection.One("SELECT max(sequence) FROM entries") as long? ?? -1;
        var (low, high) = newestFirst ? (0, Math.Min(after - 1 ?? end, end)) : (Math.Max(after + 1 ?? 0, 0), end);
        return everywhere ? [(low, high)] : Narrowed(connection, low, high);
    }

    private IEnumerable<(long First, long Last)> Narrowed(SqliteConnection connection, long low, long high)
    {
        (long First, long Last)? open = null;
        foreach (var number in Numbers(connection, Stretch.Of(low), high < low ? -1 : Stretch.Of(high)))
        {
            var (first, last) = (Math.Max(low, number * Stretch.Length), Math.Min(high, ((number + 1) * Stretch.Length) - 1));
            if (open is not { } before)
            {
                open = (first, last);
            }
            else if ((newestFirst ? last + 1 == before.First : before.Last + 1 == first) && before.Last - before.First < Longest)
            {
                open = (Math.Min(before.First, first), Math.Max(before.Last, last));
            }
            else
            {
                yield return before;
                open = (first, last);
            }
        }

        if (open is { } rest)
        {
            yield return rest;
        }
    }

    private IEnumerable<long> Numbers(SqliteConnection connection, long low, long high)
    {
        using var filed = new Statement(
            connection, $"SELECT number, earliest, latest, terms FROM stretches WHERE number BETWEEN ?1 AND ?2 ORDER BY number {(newestFirst ? "DESC" : "ASC")}");
        filed.Bind(1, low).Bind(2, high);
        var more = filed.Step();
        for (var i = 0L; i <= high - low; i++)
        {
            var number = newestFirst ? high - i : low + i;
            if (!more || filed.Long(0) != number)
            {
                yield return number;
                continue;
            }

            var holds = Holds(filed);
            more = filed.Step();
            if (holds)
            {
                yield return number;
            }
        }
    }

    private bool Holds(Statement filed)
    {
        if ((since is not null && filed.Bytes(2).SequenceCompareTo(since) < 0) || (until is not null && filed.Bytes(1).SequenceCompareTo(until) >= 0))
        {
            return false;
        }

        var there = filed.Bytes(3);
        foreach (var term in terms)
        {
            if (!Stretch.Holds(there, term))
            {
                return false;
            }
        }

        return true;
    }

    private void Seek(char of, string? mark)
    {
        if (mark is not null)
        {
            terms.Add(EntryMarks.Term(of, mark));
        }
    }

    private static byte[]? Utf8(DateTimeOffset? time) => time is { } at ? Encoding.UTF8.GetBytes(AuditTime.Format(at)) : null;
}
