using System.Text.Json;
using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Harombe.Policy.Approvals.Channels;

/// <summary>Reads the body of an answer: JSON or the page's form.</summary>
internal static class AnswerBody
{
    private const int MaxBytes = 16 * 1024;

    internal abstract record Read
    {
        private Read()
        {
        }

        internal sealed record Answer(bool Approve, string? Reason, AnswerChannel Channel) : Read;

        internal sealed record Bad(Reason Reason) : Read;
    }

    public static async ValueTask<Read> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = MaxBytes;
        }

        try
        {
            if (request.HasJsonContentType())
            {
                return SameOrigin(request, mustSay: false) ?? await ReadJsonAsync(request, cancellationToken).ConfigureAwait(false);
            }

            if (request.HasFormContentType)
            {
                return SameOrigin(request, mustSay: true) ?? await ReadFormAsync(request, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidDataException or BadHttpRequestException)
        {
            return Bad("The body can't be read, or is larger than 16 KB.");
        }

        return Bad("The body is neither JSON nor a form.");
    }

    private static async ValueTask<Read> ReadJsonAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await JsonSerializer.DeserializeAsync(request.Body, ApprovalJson.Default.AnswerView, cancellationToken).ConfigureAwait(false);
        return Of(body?.Answer, body?.Reason, AnswerChannel.Http);
    }

    private static async ValueTask<Read> ReadFormAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var limits = new FormOptions { ValueCountLimit = 4, KeyLengthLimit = 64, ValueLengthLimit = MaxBytes, BufferBodyLengthLimit = MaxBytes };
        var form = await request.ReadFormAsync(limits, cancellationToken).ConfigureAwait(false);
        return form["answer"].Count == 1 ? Of(form["answer"], form["reason"], AnswerChannel.Page) : Bad("'answer' must be given once.");
    }

    private static Read Of(string? answer, string? reason, AnswerChannel channel) => answer switch
    {
        "approve" => new Read.Answer(true, Given(reason), channel),
        "deny" => new Read.Answer(false, Given(reason), channel),
        _ => Bad("'answer' is neither approve nor deny."),
    };

    private static string? Given(string? reason) => string.IsNullOrWhiteSpace(reason) ? null : reason.Trim();

    private static Read.Bad Bad(string message) => new(new Reason(
        "approval.body",
        message,
        """Send {"answer":"approve"} or {"answer":"deny","reason":"…"} as application/json."""));

    // A page elsewhere can post a form with this browser's cookie. Browsers name the origin of every POST; one that doesn't is no browser of the page.
    private static Read.Bad? SameOrigin(HttpRequest request, bool mustSay)
    {
        var origin = request.Headers.Origin.ToString();
        if (origin.Length == 0 && !mustSay)
        {
            return null;
        }

        // Scheme apart: behind a proxy that ends TLS, this host sees http where the browser says https.
        var same = Uri.TryCreate(origin, UriKind.Absolute, out var from)
            && (from.Scheme == Uri.UriSchemeHttp || from.Scheme == Uri.UriSchemeHttps)
            && Uri.TryCreate($"{from.Scheme}://{request.Host.Value}", UriKind.Absolute, out var here)
            && string.Equals(from.Authority, here.Authority, StringComparison.OrdinalIgnoreCase);
        return same
            ? null
            : new Read.Bad(new Reason("approval.origin", "The answer was sent from a page of another origin.", "Open the approval's own page and answer there."));
    }
}
