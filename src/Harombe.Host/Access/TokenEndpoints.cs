using System.Text.Json.Serialization;
using Harombe.Core.Calls;
using Harombe.Core.Principals;
using Harombe.Core.Tools;

namespace Harombe.Host.Access;

/// <summary>Tokens over HTTP, for those who configure.</summary>
internal static class TokenEndpoints
{
    public static void MapTokens(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/tokens").WithMetadata(AccessNeeded.Admin);
        group.MapGet("", async (TokenStore tokens, CancellationToken cancellationToken) =>
            TypedResults.Json((await tokens.ListAsync(cancellationToken).ConfigureAwait(false)).Select(View).ToList(), AccessJson.Default.ListTokenView));
        group.MapPost("", AddAsync);
        group.MapPost("link", async (SignInLinks links, CancellationToken cancellationToken) =>
            TypedResults.Json(new SignInLink($"/sign-in?code={await links.NewAsync(cancellationToken).ConfigureAwait(false)}"), AccessJson.Default.SignInLink));
        group.MapDelete("{name}", RevokeAsync);
    }

    private static async Task RevokeAsync(HttpContext http, string name, TokenStore tokens)
    {
        var revoked = await tokens.RevokeAsync(name, http.Principal()!.Id, http.RequestAborted).ConfigureAwait(false); // not null: the gate let it through
        // Somebody who mistypes the name of a stolen token must not be told that all is well.
        await (revoked == 0
            ? Problems.WriteAsync(http, StatusCodes.Status404NotFound, new Reason(
                "token.unknown", "No token of that name or number counts, so none was revoked.", "List them with 'harombe token list', or GET /tokens."))
            : TypedResults.Json(new Revoked(revoked), AccessJson.Default.Revoked).ExecuteAsync(http)).ConfigureAwait(false);
    }

    private static async Task AddAsync(HttpContext http, TokenStore tokens)
    {
        TokenRequest? request;
        try
        {
            request = await http.Request.ReadFromJsonAsync(AccessJson.Default.TokenRequest, http.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or InvalidOperationException)
        {
            request = null;
        }

        if (request is null || Fault(request) is { } fault && fault.Length > 0)
        {
            await Problems.WriteAsync(http, StatusCodes.Status400BadRequest, new Reason(
                "token.request",
                request is null ? "The body is not the JSON that this endpoint takes." : Fault(request)!, // not null: it was found above
                "Send {\"principal\": \"ide\", \"kind\": \"caller\", \"tools\": [\"files.*\"]}.")).ConfigureAwait(false);
            return;
        }

        var kind = request.Kind == "approver" ? TokenKinds.Approver : TokenKinds.Caller;
        var principal = new Principal(new PrincipalId(request.Principal), kind, kind == TokenKinds.Caller ? ToolScope.Of(request.Tools ?? []) : ToolScope.Nothing);
        TimeSpan? lifetime = request.Days is { } days ? TimeSpan.FromDays(days) : null;
        var token = await tokens.IssueAsync(principal, lifetime, http.Principal()!.Id, http.RequestAborted).ConfigureAwait(false); // not null: the gate let it through
        await TypedResults.Json(new Issued(principal.Id.Value, request.Kind, token), AccessJson.Default.Issued).ExecuteAsync(http).ConfigureAwait(false);
    }

    private static string? Fault(TokenRequest request) =>
        !ToolName.TryParse(request.Principal, out _) ? "A principal's name has 1 to 64 letters, digits, '_', '-' or '.', beginning with a letter."
        : request.Principal.StartsWith(Owner.Id.Value, StringComparison.OrdinalIgnoreCase) ? "The names that begin with 'owner' are taken."
        : request.Kind is not ("caller" or "approver") ? "The kind is 'caller' or 'approver'; an admin is made by 'harombe token link'."
        : request.Kind == "caller" && request.Tools is null or { Count: 0 } ? "A caller needs tools: for example [\"files.*\"], or [\"*\"] for all."
        : request.Tools?.All(IsPattern) == false ? "A pattern of tools has 1 to 64 letters, digits, '_', '-', '.' or '*'."
        : request.Days is <= 0 or > 3650 ? "The days are between 1 and 3650."
        : null;

    // Nothing else is in a tool's name; a line break would even be two patterns where they are stored.
    private static bool IsPattern(string? text) =>
        text is { Length: > 0 and <= 64 } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '*');

    private static TokenView View(TokenRecord record) => new(
        record.Id, record.Principal.Id.Value, record.Principal.Kinds.ToString().ToLowerInvariant(), record.Principal.Tools.ToString(), record.IssuedAt, record.ExpiresAt, record.RevokedAt);
}

/// <summary>What <c>POST /tokens</c> takes. A misspelt "days" must not make a token that lasts for ever: unknown members are refused.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record TokenRequest(string Principal = "", string Kind = "", IReadOnlyList<string>? Tools = null, int? Days = null);

internal sealed record Issued(string Principal, string Kind, string Token);

internal sealed record Revoked(int Tokens);

internal sealed record SignInLink(string Path);

internal sealed record TokenView(long Id, string Principal, string Kinds, string Tools, DateTimeOffset IssuedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, RespectNullableAnnotations = true, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(TokenRequest))]
[JsonSerializable(typeof(Issued))]
[JsonSerializable(typeof(Revoked))]
[JsonSerializable(typeof(SignInLink))]
[JsonSerializable(typeof(List<TokenView>))]
internal sealed partial class AccessJson : JsonSerializerContext;
