using System.Globalization;
using System.Text.Json;
using Harombe.Audit.Anchors;
using Harombe.Audit.Checkpoints;
using Harombe.Audit.Entries;
using Harombe.Audit.Export;
using Harombe.Audit.Reading;
using Harombe.Audit.Retention;
using Harombe.Core.Audit;
using Harombe.Core.Principals;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Harombe.Audit;

/// <summary>The record over HTTP: <c>GET /audit</c>, an entry, a blob, a proof, the head, the last checkpoint; and what admins do to it.</summary>
public static class AuditEndpoints
{
    /// <summary>
    /// Maps what is read and returns the group. It carries no authorization of its own: the host puts it on the group.
    /// </summary>
    /// <exception cref="InvalidOperationException"><c>AddHarombeAudit</c> was not called.</exception>
    public static RouteGroupBuilder MapHarombeAudit(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var log = Log(endpoints);
        var group = endpoints.MapGroup("/audit");
        group.MapGet("", (HttpRequest request, CancellationToken cancellationToken) => AskAsync(() => ListAsync(log, request, cancellationToken)));
        group.MapGet("/head", (CancellationToken cancellationToken) => AskAsync(async () => Json(AuditPage.Head(await log.HeadAsync(cancellationToken).ConfigureAwait(false)))));
        group.MapGet("/entries/{sequence:long}", (long sequence, CancellationToken cancellationToken) => AskAsync(() => EntryAsync(log, sequence, cancellationToken)));
        group.MapGet("/blobs/{address}", (string address) => AskAsync(() => Task.FromResult(
            address.Length == 64 && address.All(char.IsAsciiHexDigitLower) && log.Blob(Convert.FromHexString(address)) is { } blob ? Results.Bytes(blob, "text/plain; charset=utf-8") : Missing("blob", address))));
        group.MapGet("/proof/{sequence:long}", (long sequence) => AskAsync(() => Task.FromResult(Prove(log, sequence))));
        group.MapGet("/checkpoint", (CancellationToken cancellationToken) => AskAsync(async () =>
            await log.BesideAsync(StoredCheckpoints.Last, cancellationToken).ConfigureAwait(false) is { } note
                ? Results.Text(note.ToString(), "text/plain; charset=utf-8")
                : Missing("checkpoint", "any")));
        group.MapGet("/stats", (HttpContext http, CancellationToken cancellationToken) => AskAsync(async () =>
            Json(await AuditStats.WriteAsync(log, http.RequestServices, cancellationToken).ConfigureAwait(false))));
        return group;
    }

    /// <summary>Maps what only admins may do: anchor now, replace the key, erase a person's bodies, reveal the key of a commitment. As above without authorization of its own.</summary>
    /// <param name="endpoints">The routes.</param>
    /// <param name="who">Who makes a request.</param>
    /// <exception cref="InvalidOperationException"><c>AddHarombeAudit</c> was not called.</exception>
    public static RouteGroupBuilder MapHarombeAuditChanges(this IEndpointRouteBuilder endpoints, Func<HttpContext, PrincipalId> who)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var group = endpoints.MapGroup("/audit");
        group.MapPost("/anchor", (Anchoring anchoring, CancellationToken cancellationToken) => AskAsync(async () =>
            Json(AuditStats.Round(await anchoring.PublishAsync(cancellationToken).ConfigureAwait(false)))));
        group.MapPost("/key", (HttpContext http, CheckpointKeeping checkpoints, CancellationToken cancellationToken) => AskAsync(async () =>
            Json(JsonSerializer.SerializeToUtf8Bytes((await checkpoints.RotateAsync(who(http), cancellationToken).ConfigureAwait(false)).ToString()))));
        group.MapPost("/erase/{principal}", (HttpContext http, string principal, Erasure erasure, CancellationToken cancellationToken) => AskAsync(async () =>
            Json(JsonSerializer.SerializeToUtf8Bytes(await erasure.OfSubjectAsync(new PrincipalId(principal), who(http), cancellationToken).ConfigureAwait(false)))));
        group.MapPost("/reveal/{sequence:long}", (HttpContext http, long sequence, Revealing revealing, CancellationToken cancellationToken) => AskAsync(async () =>
            await revealing.RevealAsync(sequence, who(http), cancellationToken).ConfigureAwait(false) is { } revealed
                ? Json(JsonSerializer.SerializeToUtf8Bytes(revealed, CommitmentJson.Default.RevealedKey))
                : Missing("commitment in entry", sequence.ToString(CultureInfo.InvariantCulture))));
        return group;
    }

    private static SqliteAuditLog Log(IEndpointRouteBuilder endpoints) => endpoints.ServiceProvider.GetService<SqliteAuditLog>()
        ?? throw new InvalidOperationException("MapHarombeAudit needs services.AddHarombeAudit(options => options.Folder = …).");

    private static async Task<IResult> ListAsync(SqliteAuditLog log, HttpRequest request, CancellationToken cancellationToken)
    {
        if (!AuditQueryString.TryRead(request.Query, out var query, out var form, out var faults))
        {
            return Results.ValidationProblem(
                faults,
                detail: string.Join(' ', faults.Select(fault => $"{fault.Key}: {fault.Value[0]}")),
                title: "The audit log can't be asked that.",
                extensions: new Dictionary<string, object?> { ["rule"] = "audit.query", ["remedy"] = "GET /audit?newest=true&limit=20&kind=call.&tool=files.write&decision=deny&since=2026-11-23 is a query that works." });
        }

        if (form != PageForm.Json)
        {
            return new EntryLines(log.ReadAsync(query, cancellationToken), form);
        }

        using var page = new AuditPage();
        await foreach (var record in log.ReadAsync(query, cancellationToken).ConfigureAwait(false))
        {
            page.Add(record);
        }

        return Json(page.Finish(query.Limit));
    }

    private static async Task<IResult> EntryAsync(SqliteAuditLog log, long sequence, CancellationToken cancellationToken)
    {
        using var page = new AuditPage();
        await foreach (var record in log.ReadAsync(new AuditQuery(sequence - 1, 1, NewestFirst: false), cancellationToken).ConfigureAwait(false))
        {
            if (record.Sequence == sequence)
            {
                page.Add(record);
                return Json(page.Finish(2));
            }
        }

        return Missing("entry", sequence.ToString(CultureInfo.InvariantCulture));
    }

    private static IResult Prove(SqliteAuditLog log, long sequence)
    {
        using var file = RecordFile.Open(log.Path);
        return file.Prove(sequence) is { } proof ? Results.Text(proof, "text/plain; charset=utf-8") : Missing("signed entry", sequence.ToString(CultureInfo.InvariantCulture));
    }

    private static IResult Missing(string what, string which) => Results.Problem(
        $"There is no {what} {which}.", statusCode: StatusCodes.Status404NotFound, title: "The audit log has no such thing.",
        extensions: new Dictionary<string, object?> { ["rule"] = "audit.missing", ["remedy"] = "GET /audit/stats says how many entries there are and up to where they are signed." });

    private static IResult Json(ReadOnlyMemory<byte> json) => Results.Bytes(json, "application/json");

    private static async Task<IResult> AskAsync(Func<Task<IResult>> question)
    {
        try
        {
            return await question().ConfigureAwait(false);
        }
        catch (AuditUnavailableException e)
        {
            return Results.Problem(
                e.Message, statusCode: StatusCodes.Status503ServiceUnavailable, title: "The audit log can't be read.",
                extensions: new Dictionary<string, object?> { ["rule"] = "audit.unavailable", ["remedy"] = "Look at the detail; 'harombe audit verify' checks the file without the host." });
        }
    }
}
