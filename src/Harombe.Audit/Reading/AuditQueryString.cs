using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Microsoft.AspNetCore.Http;

namespace Harombe.Audit.Reading;

/// <summary>Reads the query of <c>GET /audit</c>. A word that it doesn't know is a fault: a misspelt filter must not show everything.</summary>
internal static class AuditQueryString
{
    public const int MaxLimit = 1000;
    private const int DefaultLimit = 100;
    private const int MaxText = 200;

    public static bool TryRead(IQueryCollection from, [NotNullWhen(true)] out AuditQuery? query, out Dictionary<string, string[]> faults)
    {
        faults = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var asked = new AuditQuery(null, DefaultLimit, NewestFirst: false);
        foreach (var (name, values) in from)
        {
            var (next, fault) = values.Count == 1 ? Read(asked, name, values[0] ?? "") : (asked, "Give it once.");
            asked = next;
            if (fault is not null)
            {
                faults[name] = [fault];
            }
        }

        query = faults.Count == 0 ? asked : null;
        return query is not null;
    }

    private static (AuditQuery Query, string? Fault) Read(AuditQuery query, string name, string value) => name switch
    {
        "after" => Number(value) is { } after ? (query with { After = after }, null) : (query, "It must be a sequence number, 0 or more."),
        "limit" => Number(value) is { } limit and >= 1 and <= MaxLimit
            ? (query with { Limit = (int)limit }, null)
            : (query, $"It must be a number from 1 to {MaxLimit}."),
        "newest" => bool.TryParse(value, out var newest) ? (query with { NewestFirst = newest }, null) : (query, "It must be true or false."),
        "kind" => IsKind(value) ? (query with { Kind = value }, null) : (query, "It must be a kind, such as call.intent, or a family of kinds, such as call. with the dot."),
        "call" => value.Length is > 0 and <= MaxText ? (query with { Call = new CallId(value) }, null) : (query, $"It must be a call id of 1 to {MaxText} characters."),
        _ => (query, "There is no such filter: after, limit, newest, kind, call."),
    };

    private static long? Number(string value) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool IsKind(string value) =>
        value.Length is > 0 and <= MaxText && value[0] != '.' && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');
}
