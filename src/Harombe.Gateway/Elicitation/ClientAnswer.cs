using System.Text.Json;
using ModelContextProtocol.Protocol;

namespace Harombe.Gateway.Elicitation;

/// <summary>What the user of a client made of a question. The zero value is no answer, and runs nothing.</summary>
internal enum ClientAnswer
{
    /// <summary>The dialogue was closed, or what came back can't be read: the question still stands.</summary>
    None = 0,

    /// <summary>A no.</summary>
    Deny = 1,

    /// <summary>A yes.</summary>
    Allow = 2,
}

/// <summary>Reads answers as clients send them. Only the exact form of a yes is a yes.</summary>
internal static class ClientAnswers
{
    public static ClientAnswer Read(ElicitResult? result) => result switch
    {
        { Action: "decline" } => ClientAnswer.Deny,
        { Action: "accept", Content: { } content } when content.TryGetValue(Question.Decision, out var decision) && decision.ValueKind == JsonValueKind.String =>
            decision.GetString() switch
            {
                Question.Allow => ClientAnswer.Allow,
                Question.Deny => ClientAnswer.Deny,
                _ => ClientAnswer.None,
            },
        _ => ClientAnswer.None,
    };

    public static ClientAnswer Read(IDictionary<string, InputResponse>? responses)
    {
        if (responses is null || !responses.TryGetValue(Question.Key, out var response))
        {
            return ClientAnswer.None;
        }

        try
        {
            return Read(response.Deserialize(InputResponse.ElicitResultJsonTypeInfo));
        }
        catch (JsonException)
        {
            return ClientAnswer.None;
        }
    }
}
