using System.Text.Json;
using Harombe.Agent.Chat;
using Microsoft.AspNetCore.Http;

namespace Harombe.Agent.Completions;

/// <summary>Answers a request with what the events of its turn say, in one piece or in chunks.</summary>
internal sealed class CompletionAnswer(EventJournal journal, Turns turns, AgentOptions options, Draining draining, TimeProvider clock)
{
    public async Task WriteAsync(HttpContext http, CompletionRequest request, BegunCompletion begun)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, draining.Over);
        var reading = new CompletionProgress(begun, ClientRequest.Of(begun.Turn), options);
        var chunks = new CompletionChunks(http, request, begun.Turn, clock.GetUtcNow().ToUnixTimeSeconds());
        try
        {
            await foreach (var item in journal.FollowAsync(begun.Turn.Session, begun.After, end.Token).ConfigureAwait(false))
            {
                if (item.Turn != begun.Turn.Id || reading.Take(item) is not { } news)
                {
                    continue;
                }

                if (request.Streams && reading.Fault is null)
                {
                    await chunks.WriteAsync(news, end.Token).ConfigureAwait(false);
                }

                if (reading.Ended)
                {
                    break;
                }
            }

            await EndAsync(http, request, begun, reading, chunks, end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // A client without a session can't come back to this turn; one with a session asks again.
            if (!begun.Kept)
            {
                await turns.CancelAsync(begun.Turn).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (draining.Over.IsCancellationRequested)
        {
            await FailAsync(http, chunks, new CompletionFault(StatusCodes.Status503ServiceUnavailable, "The host stops; the turn goes on when it starts again.", "host.stopping")).ConfigureAwait(false);
        }
    }

    private async Task EndAsync(HttpContext http, CompletionRequest request, BegunCompletion begun, CompletionProgress reading, CompletionChunks chunks, CancellationToken cancellationToken)
    {
        if (begun.Resumed && !reading.Waits)
        {
            await DeliverAsync(begun, cancellationToken).ConfigureAwait(false);
        }

        if (reading.Fault is { } fault)
        {
            await FailAsync(http, chunks, fault).ConfigureAwait(false);
        }
        else if (request.Streams)
        {
            await chunks.EndAsync(reading, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await http.Response.WriteAsync(JsonSerializer.Serialize(chunks.Whole(reading), CompletionJson.Readable.WholeForm), cancellationToken).ConfigureAwait(false);
        }
    }

    // Written before the last byte goes out: whoever has read that and asks again with the same words begins something new.
    private async Task DeliverAsync(BegunCompletion begun, CancellationToken cancellationToken)
    {
        await new TurnVoice(journal, begun.Turn).DeliveredAsync(CancellationToken.None).ConfigureAwait(false);
        await foreach (var item in journal.FollowAsync(begun.Turn.Session, begun.After, cancellationToken).ConfigureAwait(false))
        {
            if (item.Kind == EventKind.Delivered && item.Turn == begun.Turn.Id)
            {
                return;
            }
        }
    }

    private static Task FailAsync(HttpContext http, CompletionChunks chunks, CompletionFault fault) =>
        http.Response.HasStarted ? chunks.FailAsync(fault, CancellationToken.None) : fault.WriteAsync(http);
}
