using System.Text.Json.Nodes;
using Harombe.Core.Calls;
using Harombe.Gateway.Upstreams.Entries;
using ModelContextProtocol;

namespace Harombe.Gateway.Upstreams.Questions;

/// <summary>
/// Answers what a server of an older revision asks while it is at a call: by the client that made the call, if there is one and it can. Meanwhile no time of
/// the server's counts.
/// </summary>
internal sealed class HeldQuestions(QuestionForm forms, AnswerScan scan, QuestionRecord record, TimeProvider clock)
{
    /// <summary>What the client says.</summary>
    /// <exception cref="McpProtocolException">The server is told why it gets no answer.</exception>
    public async Task<JsonNode> AnswerAsync(UpstreamEntry entry, CallsInside inside, string method, JsonObject parameters, CancellationToken cancellationToken)
    {
        var (client, calls) = inside.Only();
        CallId? call = calls.Count == 1 ? calls[0].Id : null;
        var (form, why) = client switch
        {
            null => (null, QuestionForm.Nobody(entry.Name, several: !inside.IsEmpty)),
            { Modern: true } => (null, QuestionForm.Eras(entry.Name)),
            _ => forms.Of(entry, client, method, parameters),
        };
        if (form is null || client is null)
        {
            await record.UnaskedAsync(call, entry.Name, client?.Principal, method, parameters, why!, cancellationToken).ConfigureAwait(false); // not null: one of the two is there
            throw new McpProtocolException(why!.ToString(), McpErrorCode.InvalidRequest);
        }

        await record.AskedAsync(call, entry.Name, client.Principal, method, form, cancellationToken).ConfigureAwait(false);
        var answer = await AskAsync(entry, client, calls, method, form, cancellationToken).ConfigureAwait(false);
        var (given, kept, words) = scan.Of(entry.Name, answer);
        await record.AnsweredAsync(call, entry.Name, client.Principal, method, words, kept?.Rule, cancellationToken).ConfigureAwait(false);
        return given ?? throw new McpProtocolException(kept!.ToString(), McpErrorCode.InvalidRequest); // not null: one of the two is there
    }

    private async Task<JsonNode> AskAsync(
        UpstreamEntry entry, CallingClient client, IReadOnlyList<CallsInside.Call> calls, string method, JsonObject form, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(entry.Limits.Answer, clock);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        foreach (var call in calls)
        {
            call.Deadline.Pause();
        }

        try
        {
            var answer = client.AskAsync(method, form, ends.Token);
            // A question that no call waits for any more is nobody's: its dialogue is closed.
            if (await Task.WhenAny(answer, Task.WhenAll(calls.Select(call => call.Left))).ConfigureAwait(false) != answer)
            {
                await ends.CancelAsync().ConfigureAwait(false);
            }

            return await answer.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new McpProtocolException("The call that the question belonged to has ended.", McpErrorCode.InternalError);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new McpProtocolException($"Nobody answered within {entry.Limits.Answer.TotalSeconds:0.#} s.", McpErrorCode.InternalError);
        }
        catch (Exception e) when (e is McpException or InvalidOperationException or IOException)
        {
            throw new McpProtocolException("The client could not be asked: " + e.Message, McpErrorCode.InternalError);
        }
        finally
        {
            foreach (var call in calls)
            {
                call.Deadline.Resume();
            }
        }
    }
}
