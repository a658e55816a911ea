using System.Text.Json;
using Harombe.Agent.Agents;
using Harombe.Core.Conversations;

namespace Harombe.Agent.Completions;

/// <summary>A request to complete a conversation, read and checked.</summary>
/// <param name="Model">The model as the client named it.</param>
/// <param name="Streams">Whether it wants pieces.</param>
/// <param name="WithUsage">Whether a stream ends with the usage.</param>
/// <param name="Session">The conversation to go on with; null when there is none.</param>
/// <param name="Messages">What the client sent, without what it wants to be said before the conversation.</param>
/// <param name="Choice">What was chosen for the turn.</param>
internal sealed record CompletionRequest(string Model, bool Streams, bool WithUsage, string? Session, ClientMessages Messages, TurnChoice Choice);

/// <summary>Reads what <c>POST /v1/chat/completions</c> is sent. Members that we don't know are left alone, as OpenAI's clients expect; those that we can't do are refused.</summary>
internal sealed class CompletionReading(NamedAgents agents, LanguageModels.LanguageModels models, AgentOptions options)
{
    private const string Prefix = "harombe/";

    /// <summary>The names that a client may use as its model.</summary>
    public IReadOnlyList<string> Models =>
        ["harombe", .. agents.Names.Select(name => Prefix + name), .. options.Models.Keys.Order(StringComparer.Ordinal)];

    public (CompletionRequest? Request, CompletionFault? Fault) Read(JsonElement body, string? sessionHeader)
    {
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("model", out var model) || model.ValueKind != JsonValueKind.String)
        {
            return (null, CompletionFault.Request("model", "The request names no model. GET /v1/models lists them."));
        }

        if (ChoiceOf(model.GetString()!) is not { } choice) // not null: it is a string
        {
            return (null, new CompletionFault(404, $"There is no model '{model.GetString()}' here. Use one of: {string.Join(", ", Models)}.", "model_not_found", "model"));
        }

        if (Number(body, "n") is { } n && n != 1)
        {
            return (null, CompletionFault.Request("n", "One answer is given at a time: leave n out, or send 1."));
        }

        var (messages, fault) = ClientMessages.Read(body, options.MaxMessage);
        if (messages is null)
        {
            return (null, fault);
        }

        var (wish, wrong) = WishReading.Read(body, messages.System);
        if (wrong is not null)
        {
            return (null, wrong);
        }

        return (new CompletionRequest(
            model.GetString()!, // not null: it is a string
            body.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.True,
            body.TryGetProperty("stream_options", out var about) && about.ValueKind == JsonValueKind.Object && about.TryGetProperty("include_usage", out var usage) && usage.ValueKind == JsonValueKind.True,
            body.TryGetProperty("harombe_session", out var session) && session.ValueKind == JsonValueKind.String ? session.GetString() : sessionHeader,
            messages,
            choice with { Request = wish is null ? null : JsonSerializer.SerializeToElement(wish, CompletionJson.Default.ClientWish) }), null);
    }

    private TurnChoice? ChoiceOf(string model) =>
        model == "harombe" ? TurnChoice.Default
        : model.StartsWith(Prefix, StringComparison.Ordinal) && agents.Has(model[Prefix.Length..]) ? TurnChoice.Default with { Agent = model[Prefix.Length..] }
        : options.Models.ContainsKey(model) || (model == options.Model && models.Find(model) is not null) ? TurnChoice.Default with { Model = model }
        : null;

    private static double? Number(JsonElement body, string name) => body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
}
