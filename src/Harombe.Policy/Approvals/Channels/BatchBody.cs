using System.Text.Json;
using Harombe.Core.Calls;
using Microsoft.AspNetCore.Http;

namespace Harombe.Policy.Approvals.Channels;

/// <summary>Reads the body of an answer to several questions: JSON or the list page's form.</summary>
internal static class BatchBody
{
    public static async ValueTask<(BatchView? Batch, Reason? Fault)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            if (request.HasJsonContentType())
            {
                return AnswerBody.SameOrigin(request, mustSay: false) is { } foreign
                    ? (null, foreign.Reason)
                    : (await JsonSerializer.DeserializeAsync(request.Body, ApprovalJson.Default.BatchView, cancellationToken).ConfigureAwait(false), null);
            }

            if (request.HasFormContentType)
            {
                if (AnswerBody.SameOrigin(request, mustSay: true) is { } foreign)
                {
                    return (null, foreign.Reason);
                }

                var form = await request.ReadFormAsync(cancellationToken).ConfigureAwait(false);
                return (new BatchView([.. form["id"].OfType<string>()], form["answer"], form["reason"]), null);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidDataException or BadHttpRequestException)
        {
            // Said by the caller, like every other body that doesn't fit.
        }

        return (null, null);
    }
}
