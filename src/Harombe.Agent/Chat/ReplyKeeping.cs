using System.Collections.Immutable;
using System.Text.Json;
using Harombe.Core.Calls;
using Harombe.Core.Conversations;
using Harombe.Core.Secrets;

namespace Harombe.Agent.Chat;

/// <summary>Keeps what the model said, before any of its calls runs.</summary>
internal sealed class ReplyKeeping(IConversations conversations, ISecretScanner scanner)
{
    /// <summary>
    /// The arguments that were not stored because they hold a secret: after a restart such a call is refused as it would be now. Null when the turn has
    /// ended meanwhile: then nothing was kept and nothing may run.
    /// </summary>
    public async ValueTask<IReadOnlyDictionary<CallId, JsonElement>?> KeepAsync(Turn turn, ModelStep.Reply reply, TurnVoice voice, CancellationToken cancellationToken)
    {
        var unstored = new Dictionary<CallId, JsonElement>();
        var calls = ImmutableArray.CreateBuilder<RequestedCall>(reply.Calls.Length);
        var shown = new List<(RequestedCall Call, JsonElement? Arguments)>();
        foreach (var call in reply.Calls)
        {
            var clean = call.Arguments is { } given ? scanner.RedactJson(given).Value : null;
            if (call.Arguments is { } raw && clean != raw.GetRawText())
            {
                unstored[call.Id] = raw;
            }

            calls.Add(unstored.ContainsKey(call.Id) ? call with { Arguments = null } : call);
            shown.Add((call, Shown(clean)));
        }

        if (!await conversations.AddAsync(turn, new Message.Assistant(reply.Text, calls.ToImmutable()), cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        foreach (var (call, arguments) in shown)
        {
            await voice.CallAsync(call, arguments, cancellationToken).ConfigureAwait(false);
        }

        return unstored;
    }

    // Taking a secret out may leave text that is no JSON any more; it is not shown then.
    private static JsonElement? Shown(string? clean)
    {
        try
        {
            return clean is null ? null : JsonElement.Parse(clean);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
