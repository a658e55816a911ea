using System.Text.Json;
using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Harombe.Policy.Approvals.Channels;

/// <summary>Reads the body of an answer: JSON or the page's form.</summary>
internal static class AnswerBody
{
    // Changed arguments may be as large as those of a call.
    private const int MaxBytes = 1100 * 1024;

    internal abstract record Read
    {
        private Read()
        {
        }

        /// <param name="Approve">Yes or no.</param>
        /// <param name="Reason">Why.</param>
        /// <param name="Channel">Whether a program or the page sent it.</param>
        /// <param name="Grant">How far a yes reaches.</param>
        /// <param name="Edited">Arguments in the place of those asked about.</param>
        /// <param name="ProposeOnly">The page wants to show what the terms cover, and nothing is answered yet.</param>
        internal sealed record Answer(bool Approve, string? Reason, AnswerChannel Channel, GrantTerms? Grant = null, JsonElement? Edited = null, bool ProposeOnly = false) : Read;

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
            return Bad("The body can't be read, or is larger than 1.1 MB.");
        }

        return Bad("The body is neither JSON nor a form.");
    }

    private static async ValueTask<Read> ReadJsonAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await JsonSerializer.DeserializeAsync(request.Body, ApprovalJson.Default.AnswerView, cancellationToken).ConfigureAwait(false);
        return Of(body?.Answer, body?.Reason, body?.Grant, body?.Arguments, AnswerChannel.Http);
    }

    private static async ValueTask<Read> ReadFormAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var limits = new FormOptions { ValueCountLimit = 8, KeyLengthLimit = 64, ValueLengthLimit = MaxBytes, BufferBodyLengthLimit = MaxBytes };
        var form = await request.ReadFormAsync(limits, cancellationToken).ConfigureAwait(false);
        return form["answer"].Count == 1
            ? Of(form["answer"], form["reason"], FormTerms.Of(form), FormTerms.Json(form["arguments"]), AnswerChannel.Page)
            : Bad("'answer' must be given once.");
    }

    private static Read Of(string? answer, string? reason, GivenTerms? given, JsonElement? edited, AnswerChannel channel)
    {
        var (terms, fault) = given?.Read() ?? (null, null);
        return fault is not null ? new Read.Bad(fault) : answer switch
        {
            "approve" => new Read.Answer(true, Given(reason), channel, terms, edited),
            "propose" when channel == AnswerChannel.Page && terms is not null => new Read.Answer(true, null, channel, terms, null, ProposeOnly: true),
            "deny" => new Read.Answer(false, Given(reason), channel),
            _ => Bad("'answer' is neither approve nor deny."),
        };
    }

    private static string? Given(string? reason) => string.IsNullOrWhiteSpace(reason) ? null : reason.Trim();

    private static Read.Bad Bad(string message) => new(new Reason(
        "approval.body",
        message,
        """Send {"answer":"approve"} or {"answer":"deny","reason":"…"} as application/json."""));

    /// <summary>
    /// Null when the request doesn't come from a page of another origin. Such a page can post a form with this browser's cookie; browsers name the origin of every
    /// POST, and one that doesn't is no browser of the page.
    /// </summary>
    public static Read.Bad? SameOrigin(HttpRequest request, bool mustSay)
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
