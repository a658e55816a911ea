using System.Text.Json;
using Harombe.Core.Calls;
using Harombe.Core.Principals;
using Harombe.Core.Secrets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Harombe.Gateway.Upstreams.Administration;

/// <summary>The upstreams over HTTP, for those who configure.</summary>
public static class UpstreamEndpoints
{
    /// <summary>Maps <c>/upstreams</c>: what there is and how it stands, adding, removing, trying and accepting. The host's authentication must stand before it.</summary>
    /// <param name="routes">Where to map.</param>
    /// <param name="principal">Who asks.</param>
    public static IEndpointConventionBuilder MapHarombeUpstreams(this IEndpointRouteBuilder routes, Func<HttpContext, Principal?> principal)
    {
        var group = routes.MapGroup("/upstreams");
        group.MapGet("", (UpstreamSet set, ISecretScanner scanner) => TypedResults.Json(
            [.. set.All.Values.Select(held => UpstreamView.Of(held, set, scanner))], UpstreamJson.Default.ListUpstreamView));
        group.MapGet("{name}", IResult (string name, UpstreamSet set, ISecretScanner scanner) => set.All.GetValueOrDefault(name) is { } held
            ? One(held, set, scanner)
            : Problem(StatusCodes.Status404NotFound, UpstreamChanges.Unknown(name)));
        group.MapGet("{name}/diff", IResult (string name, UpstreamSet set, ISecretScanner scanner) => set.All.GetValueOrDefault(name) is { } held
            ? TypedResults.Json(DifferenceView.Of(held, scanner), UpstreamJson.Default.ListDifferenceView)
            : Problem(StatusCodes.Status404NotFound, UpstreamChanges.Unknown(name)));
        group.MapPost("", async (HttpContext http, UpstreamChanges changes, UpstreamSet set, ISecretScanner scanner) =>
            Answer(await changes.AddAsync(await ReadAsync(http).ConfigureAwait(false), Who(http, principal), http.RequestAborted).ConfigureAwait(false), set, scanner, StatusCodes.Status422UnprocessableEntity));
        group.MapDelete("{name}", async Task<IResult> (string name, HttpContext http, UpstreamChanges changes) =>
            await changes.RemoveAsync(name, Who(http, principal), http.RequestAborted).ConfigureAwait(false) is { } fault ? Problem(StatusCodes.Status409Conflict, fault) : TypedResults.NoContent());
        group.MapPost("{name}/test", async (string name, HttpContext http, UpstreamChanges changes, UpstreamSet set, ISecretScanner scanner) =>
            Answer(await changes.TestAsync(name, http.RequestAborted).ConfigureAwait(false), set, scanner, StatusCodes.Status409Conflict));
        group.MapPost("{name}/accept", async (string name, string fingerprint, HttpContext http, UpstreamChanges changes, UpstreamSet set, ISecretScanner scanner) =>
            Answer(await changes.AcceptAsync(name, fingerprint, Who(http, principal), http.RequestAborted).ConfigureAwait(false), set, scanner, StatusCodes.Status409Conflict));
        return group;
    }

    private static async Task<JsonElement> ReadAsync(HttpContext http)
    {
        try
        {
            using var form = await JsonDocument.ParseAsync(http.Request.Body, default, http.RequestAborted).ConfigureAwait(false);
            return form.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default; // refused as no entry
        }
    }

    private static IResult Answer((HeldUpstream? Held, Reason? Fault) outcome, UpstreamSet set, ISecretScanner scanner, int refused) => outcome.Held is { } held
        ? One(held, set, scanner)
        : Problem(outcome.Fault is { Rule: "upstream.unknown" } ? StatusCodes.Status404NotFound : refused, outcome.Fault!); // not null: one of the two is there

    private static JsonHttpResult<UpstreamView> One(HeldUpstream held, UpstreamSet set, ISecretScanner scanner) => TypedResults.Json(UpstreamView.Of(held, set, scanner), UpstreamJson.Default.UpstreamView);

    private static PrincipalId Who(HttpContext http, Func<HttpContext, Principal?> principal) =>
        principal(http)?.Id ?? throw new InvalidOperationException("The gate let a request through without a principal.");

    private static ProblemHttpResult Problem(int status, Reason reason) => TypedResults.Problem(new ProblemDetails
    {
        Status = status,
        Title = reason.Message,
        Extensions = { ["rule"] = reason.Rule, ["remedy"] = reason.Remedy },
    });
}
