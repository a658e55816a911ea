using System.Collections.Immutable;
using System.Text;
using Harombe.Audit.Entries;
using Harombe.Core.Calls;
using Microsoft.Data.Sqlite;

namespace Harombe.Audit.Verification;

/// <summary>
/// Every outcome has its intent before it, and no call has two of either. Holds the open calls only; that no closed call opens again is what the
/// unique index holds, whose presence is part of the schema check.
/// </summary>
internal sealed class CallPairing
{
    private readonly List<(long Intent, string Call)> indeterminate = [];

    public OpenCalls Open { get; } = new();

    public string? Next(SqliteConnection connection, in EntryRow row)
    {
        var intent = row.Kind.SequenceEqual("call.intent"u8);
        if (!intent && !row.Kind.SequenceEqual("call.outcome"u8))
        {
            return null;
        }

        if (row.Call.IsEmpty)
        {
            return $"Entry {row.Sequence} was rewritten: it names no call.";
        }

        var call = Encoding.UTF8.GetString(row.Call);
        if (intent)
        {
            return Open.Begin(call, row.Sequence)
                ? null
                : $"Entry {row.Sequence} is a second intent of the call {call}.";
        }

        if (!Open.End(call, out var began))
        {
            return Earlier(connection, call, row.Sequence)
                ? $"Entry {row.Sequence} is a second outcome of the call {call}."
                : $"Entry {row.Sequence} is the outcome of the call {call}, which has no intent before it.";
        }

        // In canonical form there is one way to write it.
        if (row.Body.IndexOf("\"ending\":\"indeterminate\""u8) >= 0)
        {
            indeterminate.Add((began, call));
        }

        return null;
    }

    /// <summary>Calls without an outcome, and those whose outcome is that nobody knows.</summary>
    public ImmutableArray<CallId> Indeterminate() =>
        [.. indeterminate.Concat(Open.InOrder()).OrderBy(call => call.Intent).Select(call => new CallId(call.Call))];

    private static bool Earlier(SqliteConnection connection, string call, long sequence)
    {
        using var find = connection.Statement("SELECT 1 FROM entries WHERE call = $1 AND kind = 'call.outcome' AND sequence < $2", "$1", "$2");
        return find.With(call, sequence).ExecuteScalar() is not null;
    }
}
