using System.Text.Json;
using System.Text.Json.Nodes;
using Harombe.Core.Calls;
using Harombe.Core.Labels;
using Harombe.Gateway.Endpoint;
using Harombe.Gateway.Upstreams.Questions;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Harombe.Gateway.Elicitation;

/// <summary>
/// Leads what an upstream of 2026-07-28 wants to the client, and back: the upstream's state goes inside ours, sealed and bound to the principal, the session,
/// the method, what was called, with what arguments, and for how long.
/// </summary>
internal sealed class InputStates(StateSeal seal, TimeProvider clock)
{
    // A person reads and types; nothing is held meanwhile.
    private static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(30);

    /// <summary>Why a state is refused that nobody here has sealed.</summary>
    public static Reason Forged { get; } = Refuse("state.forged", "This host did not make the requestState that came with the request, or it was changed on its way.");

    /// <summary>The end of a call that wants input.</summary>
    public InputRequiredException Of(Caller caller, string method, string target, JsonElement arguments, WantedInput wanted) => new(
        wanted.Requests.ToDictionary(
            one => one.Key,
            one => one.Value.Deserialize<InputRequest>(McpJsonUtilities.DefaultOptions) ?? throw new InvalidOperationException("A question was put together without a method."),
            StringComparer.Ordinal),
        seal.Seal(new CarriedInput(
            caller.Principal.Id.Value,
            caller.Session.Value,
            method,
            target,
            HashOf(arguments) ?? throw new InvalidOperationException("A call ran with arguments that have no canonical form."),
            [.. wanted.Requests.Select(one => one.Key)],
            wanted.State,
            (clock.GetUtcNow() + GoodFor).ToUnixTimeMilliseconds())));

    /// <summary>What a client brings back; null when the state is none of this kind.</summary>
    public (Continuation? Continuation, Reason? Fault)? Read(Caller caller, string method, string target, JsonElement arguments, string text, IDictionary<string, InputResponse>? responses)
    {
        if (!caller.Modern || seal.OpenInput(text) is not { } state)
        {
            return null;
        }

        if (state.Principal != caller.Principal.Id.Value || state.Session != caller.Session.Value)
        {
            return (null, Refuse("state.foreign", "The requestState belongs to another principal or session."));
        }

        if (state.Method != method || state.Target != target || state.Arguments != HashOf(arguments))
        {
            return (null, Refuse("state.other-call", "The requestState belongs to another call or other arguments."));
        }

        if (clock.GetUtcNow().ToUnixTimeMilliseconds() >= state.Expires)
        {
            return (null, Refuse("state.expired", "The question expired before its answer came."));
        }

        // Only what was asked; what else a client sends is nobody's answer.
        JsonObject? given = responses is null ? null : new JsonObject(state.Keys.Where(responses.ContainsKey).Select(key => KeyValuePair.Create(key, JsonNode.Parse(responses[key].RawValue.GetRawText()))));
        return (new Continuation(state.State, given is { Count: > 0 } ? given : null), null);
    }

    private static string? HashOf(JsonElement arguments) => ToolArguments.TryCreate(arguments, Label.OfClient, labels: null, out var canonical, out _) ? canonical.Hash.Value : null;

    private static Reason Refuse(string rule, string message) => new(rule, message + " Nothing has run.", "Make the call again, without requestState.");
}
