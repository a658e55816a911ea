using Harombe.Audit.Entries;
using Harombe.Audit.Reading;
using Harombe.Core.Audit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Harombe.Audit;

/// <summary>The record over HTTP: <c>GET /audit</c> and <c>GET /audit/head</c>.</summary>
public static class AuditEndpoints
{
    /// <summary>
    /// Maps the endpoints and returns their group. They carry no authorization of their own: the host puts it on the group.
    /// </summary>
    /// <exception cref="InvalidOperationException"><c>AddHarombeAudit</c> was not called.</exception>
    public static RouteGroupBuilder MapHarombeAudit(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var log = endpoints.ServiceProvider.GetService<SqliteAuditLog>()
            ?? throw new InvalidOperationException("MapHarombeAudit needs services.AddHarombeAudit(options => options.Folder = …).");
        var group = endpoints.MapGroup("/audit");
        group.MapGet("", (HttpRequest request, CancellationToken cancellationToken) => ListAsync(log, request, cancellationToken));
        group.MapGet("/head", (CancellationToken cancellationToken) => HeadAsync(log, cancellationToken));
        return group;
    }

    private static async Task<IResult> ListAsync(SqliteAuditLog log, HttpRequest request, CancellationToken cancellationToken)
    {
        if (!AuditQueryString.TryRead(request.Query, out var query, out var faults))
        {
            return Results.ValidationProblem(faults, title: "The audit log can't be asked that.");
        }

        try
        {
            using var page = new AuditPage();
            await foreach (var record in log.ReadAsync(query, cancellationToken).ConfigureAwait(false))
            {
                page.Add(record);
            }

            return Results.Bytes(page.Finish(query.Limit), "application/json");
        }
        catch (AuditUnavailableException e)
        {
            return Unavailable(e);
        }
    }

    private static async Task<IResult> HeadAsync(SqliteAuditLog log, CancellationToken cancellationToken)
    {
        try
        {
            var head = await log.HeadAsync(cancellationToken).ConfigureAwait(false);
            return Results.Bytes(AuditPage.Head(head), "application/json");
        }
        catch (AuditUnavailableException e)
        {
            return Unavailable(e);
        }
    }

    private static IResult Unavailable(AuditUnavailableException why) =>
        Results.Problem(why.Message, statusCode: StatusCodes.Status503ServiceUnavailable, title: "The audit log can't be read.");
}
