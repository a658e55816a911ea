using System.Globalization;
using System.Text;
using System.Text.Json;
using Harombe.Audit.Verification;
using Harombe.Core.Audit;
using Microsoft.AspNetCore.Http;

namespace Harombe.Audit.Reading;

/// <summary>Entries as lines, one at a time: nothing is gathered, so that a million of them cost what one does.</summary>
internal sealed class EntryLines(IAsyncEnumerable<AuditRecord> records, PageForm form) : IResult
{
    private static readonly string[] Columns = ["sequence", "time", "kind", "principal", "session", "tool", "call", "verdict", "rule", "leafHash", "entry"];

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, stop) = (httpContext.Response, httpContext.RequestAborted);
        response.ContentType = form == PageForm.Csv ? "text/csv; charset=utf-8; header=present" : "application/jsonl; charset=utf-8";
        if (form == PageForm.Csv)
        {
            await response.WriteAsync(string.Join(',', Columns) + "\r\n", stop).ConfigureAwait(false);
        }

        await foreach (var record in records.ConfigureAwait(false))
        {
            await response.WriteAsync(form == PageForm.Csv ? Csv(record) : Json(record), stop).ConfigureAwait(false);
        }
    }

    private static string Json(AuditRecord record) => string.Create(
        CultureInfo.InvariantCulture,
        $"{{\"sequence\":{record.Sequence},\"leafHash\":\"{Convert.ToHexStringLower(record.LeafHash.Span)}\",\"entry\":{(record.Bytes.IsEmpty ? "null" : Encoding.UTF8.GetString(record.Bytes.Span))}}}\n");

    private static string Csv(AuditRecord record)
    {
        var body = record.Bytes.Span;
        var (verdict, rule) = Decision(record);
        string?[] cells =
        [
            record.Sequence.ToString(CultureInfo.InvariantCulture),
            Text(body, "time"u8), Text(body, "kind"u8), Text(body, "principal"u8), Text(body, "session"u8), Text(body, "tool"u8), Text(body, "call"u8),
            verdict, rule,
            Convert.ToHexStringLower(record.LeafHash.Span),
            Encoding.UTF8.GetString(body),
        ];
        return string.Join(',', cells.Select(Quoted)) + "\r\n";
    }

    private static string? Text(ReadOnlySpan<byte> body, ReadOnlySpan<byte> name) => body.IsEmpty ? null : EntryCheck.Text(body, name);

    private static (string? Verdict, string? Rule) Decision(AuditRecord record)
    {
        if (record.Bytes.IsEmpty)
        {
            return (null, null);
        }

        using var entry = JsonDocument.Parse(record.Bytes);
        return entry.RootElement.TryGetProperty("decision", out var decision)
            ? (Member(decision, "verdict"), Member(decision, "rule"))
            : (null, entry.RootElement.TryGetProperty("reason", out var reason) ? Member(reason, "rule") : Member(entry.RootElement, "rule"));
    }

    private static string? Member(JsonElement of, string name) => of.TryGetProperty(name, out var value) ? value.GetString() : null;

    // A cell that begins like a formula would be run by the spreadsheet that opens it.
    private static string Quoted(string? cell)
    {
        var text = cell is { Length: > 0 } && cell[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" + cell : cell ?? "";
        return text.AsSpan().ContainsAny("\",\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}
