using System.Text.Json;
using Harombe.Core.Conversations;
using Harombe.Core.Labels;
using Harombe.Core.Tools;
using Microsoft.Extensions.AI;

namespace Harombe.Agent.Completions;

/// <summary>
/// What a client of the OpenAI-compatible API asked for in one turn beyond its messages: tools of its own, which it runs itself, and how the model should
/// answer. Read from what is stored with the turn; empty for every other turn. Immutable.
/// </summary>
internal sealed class ClientRequest
{
    private static readonly ClientRequest None = new(null, []);

    private readonly ClientWish? wish;
    private readonly IReadOnlyList<ToolDefinition> tools;

    private ClientRequest(ClientWish? wish, IReadOnlyList<ToolDefinition> tools) => (this.wish, this.tools) = (wish, tools);

    public static ClientRequest Of(Turn turn) => turn.Choice.Request is { } stored && stored.Deserialize(CompletionJson.Default.ClientWish) is { } wish
        ? new ClientRequest(wish, [.. (wish.Tools ?? []).Select(Definition)])
        : None;

    /// <summary>Whether the client runs this tool itself.</summary>
    public bool Has(string tool) => tools.Any(own => own.Name.Value == tool);

    /// <summary>All tools that are offered: of two with one name, the client's, which it asked for by this very request and which is not run here.</summary>
    public IReadOnlyList<ToolDefinition> Beside(IReadOnlyList<ToolDefinition> ours) =>
        tools.Count == 0 ? ours : [.. tools, .. ours.Where(tool => !Has(tool.Name.Wire))];

    /// <summary>The prompt, with what the client wants to be said before the conversation behind it.</summary>
    public string Under(string prompt) => wish?.System is { Length: > 0 } system ? prompt.Length == 0 ? system : $"{prompt}\n\n{system}" : prompt;

    /// <summary>The calls of the turn that the client must run.</summary>
    public async ValueTask<IReadOnlyList<RequestedCall>> OpenAsync(IConversations conversations, Turn turn, CancellationToken cancellationToken) => tools.Count == 0
        ? []
        : [.. (await conversations.OpenCallsAsync(turn.Id, cancellationToken).ConfigureAwait(false)).Select(open => open.Call).Where(call => Has(call.Tool))];

    /// <summary>How the model should answer; null when nothing was said of it.</summary>
    public Action<ChatOptions>? Wish(IReadOnlyList<Message> messages) => wish is null ? null : options =>
    {
        options.Temperature = wish.Temperature;
        options.TopP = wish.TopP;
        options.Seed = wish.Seed;
        options.MaxOutputTokens = wish.MaxTokens ?? options.MaxOutputTokens;
        options.StopSequences = wish.Stop is { Count: > 0 } stop ? [.. stop] : null;
        options.AllowMultipleToolCalls = wish.ParallelToolCalls;
        options.ResponseFormat = Format(wish.ResponseFormat);
        options.ToolMode = wish.ToolChoice switch
        {
            null or "auto" => ChatToolMode.Auto,
            "none" => ChatToolMode.None,
            // Only the first time: required of every answer, it would never end.
            _ when messages is [.., Message.ToolAnswer] => ChatToolMode.Auto,
            "required" => ChatToolMode.RequireAny,
            var name => ChatToolMode.RequireSpecific(name),
        };
    };

    private static ChatResponseFormatJson? Format(JsonElement? given) => given is not { ValueKind: JsonValueKind.Object } form ? null
        : form.GetProperty("type").GetString() switch
        {
            "json_object" => ChatResponseFormat.Json,
            "json_schema" when form.TryGetProperty("json_schema", out var schema) && schema.TryGetProperty("schema", out var body) =>
                ChatResponseFormat.ForJsonSchema(body, schema.TryGetProperty("name", out var name) ? name.GetString() : null),
            _ => null,
        };

    private static ToolDefinition Definition(ClientTool tool) => new()
    {
        Name = ToolName.Parse(tool.Name),
        Description = tool.Description,
        InputSchema = tool.Parameters,
        Origin = "client",
        Risk = Risk.Critical,
        ResultLabel = Label.OfOutside,
    };
}
