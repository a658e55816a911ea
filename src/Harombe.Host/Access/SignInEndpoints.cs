using System.Net;
using System.Security.Cryptography;

namespace Harombe.Host.Access;

/// <summary>The page behind a one-time link. The link itself does nothing: a preview that fetches it must not use it up, so a button does.</summary>
internal static class SignInEndpoints
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    public static void MapSignIn(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/sign-in").WithMetadata(AccessNeeded.Nobody);
        group.MapGet("", (HttpContext http, string? code) => Page(http, StatusCodes.Status200OK, $"""
            <p>Sign in to answer approvals in this browser.</p>
            <form method="post" action="/sign-in"><input type="hidden" name="code" value="{WebUtility.HtmlEncode(code ?? "")}"><button>Sign in as owner</button></form>
            """));
        group.MapPost("", PostAsync).DisableAntiforgery();
    }

    /// <summary>Tells a person in a browser how to sign in. The same for every address, so that it says nothing about what there is.</summary>
    public static Task AskAsync(HttpContext http) => Page(http, StatusCodes.Status401Unauthorized, """
        <p>This browser is not signed in. Run <code>harombe token link</code> on the machine of the host, open the address that it prints, and come back to this page.</p>
        """);

    private static async Task PostAsync(HttpContext http, SignInLinks links, TokenStore tokens)
    {
        // The gate has checked the Origin against the Host. A form without one is not from our page.
        var code = http.Request.HasFormContentType && http.Request.Headers.Origin.Count == 1
            ? (await http.Request.ReadFormAsync(http.RequestAborted).ConfigureAwait(false))["code"].ToString()
            : "";
        if (code.Length == 0 || !await links.TrySpendAsync(code, http.RequestAborted).ConfigureAwait(false))
        {
            await Page(http, StatusCodes.Status403Forbidden, "<p>This link was used or is too old. Get a new one with <code>harombe token link</code>.</p>").ConfigureAwait(false);
            return;
        }

        var token = await tokens.IssueAsync(Owner.Self, Lifetime, Owner.Id, http.RequestAborted).ConfigureAwait(false);
        http.Response.Cookies.Append(AccessGate.Cookie, token, new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = http.Request.IsHttps,
            MaxAge = Lifetime,
            Path = "/",
        });
        await Page(http, StatusCodes.Status200OK, "<p>Signed in. Go to the <a href=\"/approvals\">approvals</a>.</p>").ConfigureAwait(false);
    }

    private static Task Page(HttpContext http, int status, string body)
    {
        var nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.Headers.ContentSecurityPolicy = $"default-src 'none'; style-src 'nonce-{nonce}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
        // With "no-referrer" a browser would send "Origin: null" with the form, which the gate refuses.
        http.Response.Headers["Referrer-Policy"] = "same-origin";
        http.Response.Headers.CacheControl = "no-store";
        return http.Response.WriteAsync($$"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Harombe</title>
            <style nonce="{{nonce}}">body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:4rem auto;padding:0 1rem;color:#1b1f24;background:#fafbfc}
            button{font:inherit;padding:.6rem 1.2rem;border:0;border-radius:.4rem;background:#1f6f43;color:#fff;cursor:pointer}</style></head>
            <body><h1>Harombe</h1>{{body}}</body></html>
            """, http.RequestAborted);
    }
}
