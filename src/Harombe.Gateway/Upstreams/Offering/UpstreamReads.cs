using System.Text.Json;
using System.Text.Json.Nodes;
using Harombe.Core.Calls;
using Harombe.Core.Tools;
using Harombe.Gateway.Pinning;
using ModelContextProtocol.Protocol;
using ContentBlock = Harombe.Core.Calls.ContentBlock;

namespace Harombe.Gateway.Upstreams.Offering;

/// <summary>
/// A server's resources and prompts, as tools of the catalogue: <c>server__read_resource</c>, <c>server__get_prompt</c> and <c>server__complete</c>. So reading them
/// goes down the one road like any call, whether a client uses the protocol's own methods for it or a model the tools.
/// </summary>
internal static class UpstreamReads
{
    public const string Resource = "read_resource";
    public const string Prompt = "get_prompt";
    public const string Complete = "complete";

    /// <summary>The offers for what a server has accepted of either.</summary>
    public static IEnumerable<ToolOffer> Of(HeldUpstream held, UpstreamCalls calls)
    {
        var standing = held.State.Standing;
        if (!standing.IsAccepted)
        {
            yield break;
        }

        if (standing.Standings.FirstOrDefault(one => one is { Pinned.Kind: DefinitionKind.Resources }) is { Pinned: { } resources })
        {
            yield return new ToolOffer(
                Definition(held, Resource, $"Reads a resource of the server '{held.Name}', by its address there.", """{"type":"object","properties":{"uri":{"type":"string","minLength":1,"maxLength":4096}},"required":["uri"],"additionalProperties":false}"""),
                calls.Body(held, invocation => new UpstreamRequest(
                    resources,
                    RequestMethods.ResourcesRead,
                    new JsonObject { ["uri"] = Text(invocation, "uri") },
                    result => Whole(result, "contents", one => UpstreamContent.OfResource(one)))));
        }

        if (standing.Standings.Any(one => one.Pinned is { Kind: DefinitionKind.Prompt }))
        {
            yield return new ToolOffer(
                Definition(held, Prompt, $"Gets a prompt of the server '{held.Name}', filled in.", """{"type":"object","properties":{"name":{"type":"string","minLength":1,"maxLength":256},"arguments":{"type":"object","additionalProperties":{"type":"string"}}},"required":["name"],"additionalProperties":false}"""),
                calls.Body(held, invocation => PromptRequest(held, invocation)));
        }

        if (standing.Standings.FirstOrDefault(one => one is { Pinned.Kind: DefinitionKind.Completions }) is { Pinned: { } completions })
        {
            yield return new ToolOffer(
                Definition(held, Complete, $"Proposes values for an argument of a prompt, or of a resource's address, of the server '{held.Name}'.", """{"type":"object","properties":{"ref":{"type":"object"},"argument":{"type":"object"},"context":{"type":"object"}},"required":["ref","argument"],"additionalProperties":false}"""),
                calls.Body(held, invocation => CompleteRequest(held, completions, invocation)));
        }
    }

    // Of a prompt, it is the prompt that must be as it was accepted.
    private static UpstreamRequest? CompleteRequest(HeldUpstream held, Definition completions, ToolInvocation invocation)
    {
        var parameters = JsonObject.Create(invocation.Call.Arguments.Value)!; // not null: the schema requires an object
        var pinned = parameters["ref"]?["name"] is JsonValue name && name.TryGetValue<string>(out var prompt)
            ? held.State.Pins.FirstOrDefault(pin => pin.Definition.Kind == DefinitionKind.Prompt && pin.Definition.Name == prompt)?.Definition
            : completions;
        return pinned is null ? null : new UpstreamRequest(pinned, RequestMethods.CompletionComplete, parameters, result => result is JsonObject { } form && form["completion"] is JsonObject
            ? new ToolContent([], new StructuredContent(JsonElement.Parse(form.ToJsonString()), UpstreamContent.Label))
            : new Reason("upstream.answer", "The server's answer has no 'completion'.", "Report it to whoever makes the server."));
    }

    private static UpstreamRequest? PromptRequest(HeldUpstream held, ToolInvocation invocation)
    {
        var name = Text(invocation, "name");
        var pinned = held.State.Pins.FirstOrDefault(pin => pin.Definition.Kind == DefinitionKind.Prompt && pin.Definition.Name == name)?.Definition;
        var parameters = new JsonObject { ["name"] = name };
        if (invocation.Call.Arguments.Value.TryGetProperty("arguments", out var arguments))
        {
            parameters["arguments"] = JsonObject.Create(arguments);
        }

        return pinned is null ? null : new UpstreamRequest(
            pinned, RequestMethods.PromptsGet, parameters, result => Whole(result, "messages", one => one["content"] is JsonObject content ? UpstreamContent.OfBlock(content) : []));
    }

    // The blocks are for a model that used the tool, the whole is what the protocol's own method gives on.
    private static ToolOutcome Whole(JsonNode result, string member, Func<JsonObject, IEnumerable<ContentBlock>> blocks) => result is JsonObject form && form[member] is JsonArray items
        ? new ToolContent([.. items.OfType<JsonObject>().SelectMany(blocks)], new StructuredContent(JsonElement.Parse(form.ToJsonString()), UpstreamContent.Label))
        : new Reason("upstream.answer", $"The server's answer has no '{member}'.", "Report it to whoever makes the server.");

    private static ToolDefinition Definition(HeldUpstream held, string name, string description, string schema)
    {
        var words = held.Entry.Tools.GetValueOrDefault(name);
        var reads = words?.Reads ?? held.Entry.Trusted;
        return new ToolDefinition
        {
            Name = UpstreamNames.Of(held.Name, name),
            Description = words?.Description ?? description,
            InputSchema = JsonElement.Parse(schema),
            Origin = $"upstream {held.Name}",
            Risk = words?.Risk ?? (reads ? Risk.Low : Risk.Unknown),
            SourceTrusted = held.Entry.Trusted,
            ReadOnly = reads,
            Idempotent = reads,
            ResultLabel = UpstreamContent.Label,
            Audience = held.Entry.Principals,
        };
    }

    private static string Text(ToolInvocation invocation, string name) => invocation.Call.Arguments.Value.GetProperty(name).GetString() ?? ""; // there: the schema requires it
}
