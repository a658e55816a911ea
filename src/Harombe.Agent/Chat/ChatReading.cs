using System.Text.Json;
using Harombe.Agent.Agents;
using Harombe.Core.Calls;
using Harombe.Core.Conversations;
using Microsoft.AspNetCore.Http;

namespace Harombe.Agent.Chat;

/// <summary>Reads what <c>POST /chat</c> is sent.</summary>
internal sealed class ChatReading(AgentOptions options, LanguageModels.LanguageModels models, NamedAgents agents)
{
    private const string Form = "Send {\"message\": \"…\"}, and \"session\" to go on with a conversation.";

    /// <summary>A request that is right in itself: whether there is such a session is not known yet.</summary>
    public sealed record Request(string? Session, NewTurn Turn);

    public async ValueTask<(Request? Request, Reason? Fault)> ReadAsync(HttpContext http)
    {
        try
        {
            return Of(await http.Request.ReadFromJsonAsync(ChatJson.Default.ChatRequest, http.RequestAborted).ConfigureAwait(false));
        }
        catch (JsonException)
        {
            return (null, new Reason("chat.json", "The body is not the JSON that this endpoint takes.", Form));
        }
        catch (InvalidOperationException)
        {
            return (null, new Reason("chat.json", "The body is not JSON.", "Send it with Content-Type: application/json."));
        }
    }

    private (Request? Request, Reason? Fault) Of(ChatRequest? request)
    {
        if (request is not { Message: { } message } || string.IsNullOrWhiteSpace(message) || message.Length > options.MaxMessage)
        {
            return (null, new Reason("chat.message", $"The message is missing, empty, or longer than {options.MaxMessage} characters.", Form));
        }

        if (request.Model is { } model && models.Find(model) is null)
        {
            return (null, models.Unknown(model));
        }

        if (!agents.Has(request.Agent))
        {
            return (null, agents.Unknown(request.Agent!)); // not null: the one without a name is there
        }

        var (files, fault) = ChatFiles.Read(request.Attachments);
        return fault is null
            ? (new Request(request.Session, NewTurn.Of(message, files, TurnChoice.Default with { Model = request.Model, Agent = request.Agent })), null)
            : (null, fault);
    }
}
