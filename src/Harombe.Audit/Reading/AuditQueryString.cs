using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Microsoft.AspNetCore.Http;

namespace Harombe.Audit.Reading;

/// <summary>In what form entries are given out.</summary>
internal enum PageForm
{
    /// <summary>One JSON object with a page of entries and where to go on.</summary>
    Json,

    /// <summary>One JSON object on each line, without paging.</summary>
    JsonLines,

    /// <summary>RFC 4180 with a heading.</summary>
    Csv,
}

/// <summary>Reads the query of <c>GET /audit</c>. A word that it doesn't know is a fault: a misspelt filter must not show everything.</summary>
internal static class AuditQueryString
{
    public const int MaxLimit = 1000;
    private const int MaxStreamed = 1_000_000;
    private const int DefaultLimit = 100;
    private const int MaxText = 200;

    public static bool TryRead(IQueryCollection from, [NotNullWhen(true)] out AuditQuery? query, out PageForm form, out Dictionary<string, string[]> faults)
    {
        faults = new Dictionary<string, string[]>(StringComparer.Ordinal);
        form = Form(from["format"].ToString());
        var most = form == PageForm.Json ? MaxLimit : MaxStreamed;
        var asked = new AuditQuery(null, DefaultLimit, NewestFirst: false);
        foreach (var (name, values) in from)
        {
            var (next, fault) = values.Count == 1 ? Read(asked, name, values[0] ?? "", most) : (asked, "Give it once.");
            asked = next;
            if (fault is not null)
            {
                faults[name] = [fault];
            }
        }

        query = faults.Count == 0 ? asked : null;
        return query is not null;
    }

    private static (AuditQuery Query, string? Fault) Read(AuditQuery query, string name, string value, int most) => name switch
    {
        "after" => Number(value) is { } after ? (query with { After = after }, null) : (query, "It must be a sequence number, 0 or more."),
        "limit" => Number(value) is { } limit and >= 1 && limit <= most
            ? (query with { Limit = (int)limit }, null)
            : (query, string.Create(CultureInfo.InvariantCulture, $"It must be a number from 1 to {most}.")),
        "newest" => bool.TryParse(value, out var newest) ? (query with { NewestFirst = newest }, null) : (query, "It must be true or false."),
        "kind" => IsKind(value) ? (query with { Kind = value }, null) : (query, "It must be a kind, such as call.intent, or a family of kinds, such as call. with the dot."),
        "call" => IsText(value) ? (query with { Call = new CallId(value) }, null) : (query, $"It must be a call id of 1 to {MaxText} characters."),
        "principal" => IsText(value) ? (query with { Principal = value }, null) : (query, $"It must be a principal of 1 to {MaxText} characters."),
        "session" => IsText(value) ? (query with { Session = value }, null) : (query, $"It must be a session of 1 to {MaxText} characters."),
        "tool" => IsText(value) ? (query with { Tool = value }, null) : (query, "It must be a tool, such as files.write, or a family of tools, such as files. with the dot."),
        "decision" => value is "allow" or "ask" or "deny" ? (query with { Verdict = value }, null) : (query, "It must be allow, ask or deny."),
        "text" => IsText(value) ? (query with { Text = value }, null) : (query, $"It must be a text of 1 to {MaxText} characters, as it stands in the entry."),
        "since" => Time(value) is { } since ? (query with { Since = since }, null) : (query, "It must be a time, such as 2026-11-23 or 2026-11-23T12:00:00Z."),
        "until" => Time(value) is { } until ? (query with { Until = until }, null) : (query, "It must be a time, such as 2026-11-23 or 2026-11-23T12:00:00Z."),
        "format" => value is "json" or "jsonl" or "csv" ? (query, null) : (query, "It must be json, jsonl or csv."),
        _ => (query, "There is no such filter: after, limit, newest, kind, call, principal, session, tool, decision, text, since, until, format."),
    };

    private static PageForm Form(string name) => name switch
    {
        "jsonl" => PageForm.JsonLines,
        "csv" => PageForm.Csv,
        _ => PageForm.Json,
    };

    private static long? Number(string value) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static DateTimeOffset? Time(string value) =>
        DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static bool IsText(string value) => value.Length is > 0 and <= MaxText;

    private static bool IsKind(string value) =>
        IsText(value) && value[0] != '.' && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');
}
