using System.Text.Json;
using Harombe.Core.Conversations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Harombe.Agent.Completions;

/// <summary>Writes an answer in OpenAI's forms. The headers go out with the first piece, so that a turn that fails before has an HTTP status.</summary>
internal sealed class CompletionChunks(HttpContext http, CompletionRequest request, Turn turn, long created)
{
    private readonly string id = $"chatcmpl-{turn.Id.Value}";

    public async Task WriteAsync(CompletionNews news, CancellationToken cancellationToken)
    {
        if (news.Text is not null || news.Call is not null)
        {
            await BeginAsync(cancellationToken).ConfigureAwait(false);
            await SendAsync(Chunk(new DeltaForm(Content: news.Text, ToolCalls: news.Call is { } call ? [call] : null), null), cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task EndAsync(CompletionProgress reading, CancellationToken cancellationToken)
    {
        await BeginAsync(cancellationToken).ConfigureAwait(false);
        await SendAsync(Chunk(new DeltaForm(), reading.FinishReason), cancellationToken).ConfigureAwait(false);
        if (request.WithUsage)
        {
            await SendAsync(new ChunkForm(id, "chat.completion.chunk", created, request.Model, [], reading.Usage, turn.Session.Value), cancellationToken).ConfigureAwait(false);
        }

        await http.Response.WriteAsync("data: [DONE]\n\n", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends a stream that has begun with an error, as OpenAI's clients read it.</summary>
    public Task FailAsync(CompletionFault fault, CancellationToken cancellationToken) => http.Response.WriteAsync($"data: {fault.Json}\n\n", cancellationToken);

    public WholeForm Whole(CompletionProgress reading)
    {
        http.Response.ContentType = "application/json";
        var message = new MessageForm("assistant", reading.Text, reading.Calls.Count == 0 ? null : [.. reading.Calls.Select(call => call with { Index = null })]);
        return new WholeForm(id, "chat.completion", created, request.Model, [new WholeChoice(0, message, reading.FinishReason)], reading.Usage, turn.Session.Value);
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        if (!http.Response.HasStarted)
        {
            http.Response.ContentType = "text/event-stream; charset=utf-8";
            http.Response.Headers.CacheControl = "no-store";
            http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            await SendAsync(Chunk(new DeltaForm(Role: "assistant", Content: ""), null), cancellationToken).ConfigureAwait(false);
        }
    }

    private ChunkForm Chunk(DeltaForm delta, string? finish) =>
        new(id, "chat.completion.chunk", created, request.Model, [new ChunkChoice(0, delta, finish)], null, turn.Session.Value);

    private async Task SendAsync(ChunkForm chunk, CancellationToken cancellationToken)
    {
        await http.Response.WriteAsync($"data: {JsonSerializer.Serialize(chunk, CompletionJson.Readable.ChunkForm)}\n\n", cancellationToken).ConfigureAwait(false);
        await http.Response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
    }
}
