using System.Text.Json.Nodes;
using Harombe.Gateway.Upstreams.Offering;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Harombe.Gateway.Endpoint;

/// <summary>
/// Answers <c>completion/complete</c> with what the server of the prompt or resource proposes. Half-typed words go to that server, so each is a call down the
/// guarded road; where that stops it, or asks a person, nothing is proposed: a proposal is a courtesy.
/// </summary>
internal sealed class Completing(Passing passing, Reading reading)
{
    private const int Most = 100;

    public async ValueTask<CompleteResult> CompleteAsync(RequestContext<CompleteRequestParams> request, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(request);
        if (request.Params is not { Argument: { } argument } || Meant(caller, request.Params.Ref) is not { } meant)
        {
            return Of([], false);
        }

        var arguments = new JsonObject { ["ref"] = meant.Reference, ["argument"] = new JsonObject { ["name"] = argument.Name, ["value"] = argument.Value } };
        if (request.Params.Context?.Arguments is { Count: > 0 } known)
        {
            arguments["context"] = new JsonObject { ["arguments"] = new JsonObject(known.Select(one => KeyValuePair.Create(one.Key, (JsonNode?)one.Value))) };
        }

        try
        {
            var result = await reading.CallAsync(caller, request, RequestMethods.CompletionComplete, meant.Server, UpstreamReads.Complete, arguments, cancellationToken).ConfigureAwait(false);
            var values = (result["completion"]?["values"] as JsonArray ?? []).OfType<JsonValue>().Select(value => value.ToString()).ToList();
            return Of([.. values.Take(Most)], values.Count > Most || result["completion"]?["hasMore"]?.GetValueKind() == System.Text.Json.JsonValueKind.True);
        }
        catch (Exception e) when (e is McpException or InputRequiredException)
        {
            return Of([], false);
        }
    }

    private (string Server, JsonObject Reference)? Meant(Caller caller, Reference? reference) => reference switch
    {
        PromptReference { Name: var name } when passing.FindPrompt(caller, name) is { } found =>
            (found.Server, new JsonObject { ["type"] = "ref/prompt", ["name"] = found.Prompt }),
        ResourceTemplateReference { Uri: { } served } when ServedAddress.Read(caller.View, served) is { } address && passing.Visible(caller.Principal, caller.View, UpstreamReads.Complete).Any(held => held.Name == address.Server) =>
            (address.Server, new JsonObject { ["type"] = "ref/resource", ["uri"] = address.Uri }),
        _ => null,
    };

    private static CompleteResult Of(List<string> values, bool more) => new() { Completion = new Completion { Values = values, HasMore = more } };
}
