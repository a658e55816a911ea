using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Harombe.Policy.Approvals.Channels.Pages;

/// <summary>
/// A page that runs nothing, loads nothing, can be framed by nobody and posts only home. Should a value ever slip past encoding, there is nothing it
/// could do.
/// </summary>
internal sealed class PageResult : IResult
{
    private readonly string html;
    private readonly string nonce;
    private readonly int status;

    private PageResult(string html, string nonce, int status)
    {
        this.html = html;
        this.nonce = nonce;
        this.status = status;
    }

    public static PageResult Of(Func<string, string> render, int status)
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));
        return new PageResult(render(nonce), nonce, status);
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src 'nonce-{nonce}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "no-store";
        response.Headers.Vary = "Accept";
        // Not no-referrer: browsers then send the form with Origin: null, which is refused.
        response.Headers["Referrer-Policy"] = "same-origin";
        response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        await response.WriteAsync(html, Encoding.UTF8, httpContext.RequestAborted).ConfigureAwait(false);
    }
}
