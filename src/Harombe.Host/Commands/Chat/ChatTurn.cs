using System.Text.Json;
using Harombe.Host.Commands.Connection;

namespace Harombe.Host.Commands.Chat;

/// <summary>
/// One turn from the message to its end: shows the events, has questions answered, goes on after them and after a broken connection. The host runs the
/// turn whether somebody watches or not. Used once.
/// </summary>
internal sealed class ChatTurn(HostClient host, IChatScreen screen, ChatAnswers? answers)
{
    private const int MostRetries = 3;
    private readonly Dictionary<string, ChatQuestion> questions = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource<string> began = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? session;
    private string? lastEvent;
    private ChatEventForm? done;

    /// <summary>Runs the turn.</summary>
    /// <param name="message">What the user says, and in which conversation; without one, one is begun.</param>
    /// <param name="cancelling">Ends the turn and its tools on the host.</param>
    /// <param name="cancellationToken">Ends watching.</param>
    public async Task<TurnEnding> RunAsync(ChatMessage message, CancellationToken cancelling, CancellationToken cancellationToken)
    {
        session = message.Session;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var cancel = CancelAsync(cancelling, over.Token);
        try
        {
            using var body = JsonContent.Create(message, ChatForms.Default.ChatMessage);
            var stop = await ReadAsync(HttpMethod.Post, "/chat/stream", body, cancellationToken).ConfigureAwait(false);
            for (var retries = 0; stop is null && done?.State is null or "waiting";)
            {
                stop = done is not null ? await AnswerAsync(done.Approvals ?? [], cancelling, cancellationToken).ConfigureAwait(false)
                    : session is null || ++retries > MostRetries ? Stop.NoHost(host.Folder)
                    : null;
                done = null;
                stop ??= await ReadAsync(HttpMethod.Get, $"/chat/{Uri.EscapeDataString(session!)}/stream", null, cancellationToken).ConfigureAwait(false); // not null: an event named it
            }

            return new TurnEnding(session, done?.State ?? "", stop);
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            await cancel.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<Stop?> ReadAsync(HttpMethod method, string path, HttpContent? body, CancellationToken cancellationToken)
    {
        if ((await host.OpenAsync(method, path, body, lastEvent, cancellationToken).ConfigureAwait(false)).Failed(out var stop, out var response))
        {
            return stop;
        }

        using (response)
        {
            try
            {
                await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
                await foreach (var item in ChatEvents.ReadAsync(stream, cancellationToken).ConfigureAwait(false))
                {
                    if (Take(item))
                    {
                        return null;
                    }
                }
            }
            catch (Exception e) when (e is IOException or HttpRequestException)
            {
                // Cut off: the turn goes on, and so do we after the last event seen.
            }
            catch (JsonException)
            {
                return host.Strange();
            }
        }

        return null;
    }

    private bool Take(ChatEvent item)
    {
        var form = JsonSerializer.Deserialize(item.Json, ChatForms.Default.ChatEventForm) ?? throw new JsonException("An event is null.");
        lastEvent = item.Id ?? lastEvent;
        if (item.Kind == "session" && form.Session is { } named)
        {
            session = named;
            began.TrySetResult(named);
        }
        else if (item.Kind == "approval_required" && ChatQuestion.Of(form) is { } question)
        {
            questions[question.Id] = question;
        }

        screen.Show(item, form);
        done = item.Kind == "done" ? form : null;
        return done is not null;
    }

    private async Task<Stop?> AnswerAsync(IReadOnlyList<string> waiting, CancellationToken cancelling, CancellationToken cancellationToken)
    {
        if (answers is null)
        {
            return ChatAnswers.Waiting(waiting);
        }

        using var asking = CancellationTokenSource.CreateLinkedTokenSource(cancelling, cancellationToken);
        foreach (var id in waiting)
        {
            try
            {
                if (await answers.AskAsync(id, questions.GetValueOrDefault(id), asking.Token, cancellationToken).ConfigureAwait(false) is { } stop)
                {
                    return stop;
                }
            }
            catch (OperationCanceledException) when (cancelling.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                // The turn is being cancelled: its end comes over the stream.
                return null;
            }
        }

        return null;
    }

    private async Task CancelAsync(CancellationToken cancelling, CancellationToken over)
    {
        var wanted = new TaskCompletionSource();
        await using var whenWanted = cancelling.Register(wanted.SetResult);
        await wanted.Task.WaitAsync(over).ConfigureAwait(false);
        // Before its first event the turn has no name that it could be cancelled by.
        var named = await began.Task.WaitAsync(over).ConfigureAwait(false);
        await host.SendAsync(HttpMethod.Post, $"/chat/{Uri.EscapeDataString(named)}/cancel", null, over).ConfigureAwait(false);
    }
}
