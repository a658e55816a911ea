using System.Text.Json;
using System.Text.Json.Nodes;
using Harombe.Core.Calls;
using Harombe.Core.Labels;
using Harombe.Gateway.Elicitation;
using Harombe.Gateway.Upstreams.Offering;
using Harombe.Gateway.Upstreams.Questions;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Harombe.Gateway.Endpoint;

/// <summary>Reads resources and gets prompts of upstreams: each goes down the guarded road as a call of the server's <see cref="UpstreamReads"/>.</summary>
internal sealed class Reading(Passing passing, Road road, InputStates inputs, ResultForm form)
{
    public async ValueTask<ReadResourceResult> ReadResourceAsync(RequestContext<ReadResourceRequestParams> request, CancellationToken cancellationToken)
    {
        var served = request.Params?.Uri ?? "";
        var caller = Caller.Of(request);
        if (ServedAddress.Read(caller.View, served) is not { } address)
        {
            throw About(request.Params, new McpProtocolException("There is no resource of this address. List the resources again.", McpErrorCode.InvalidParams));
        }

        var result = await ReadAsync(caller, request, address.Server, address.Uri, cancellationToken).ConfigureAwait(false);
        foreach (var content in (result["contents"] as JsonArray ?? []).OfType<JsonObject>())
        {
            // Also what the server says beside what was asked for is its own.
            content["uri"] = ServedAddress.Of(caller.View, address.Server, (string?)content["uri"] ?? address.Uri);
        }

        var read = Passing.Read<ReadResourceResult>(result) ?? throw new McpProtocolException("The server's answer can't be read.", McpErrorCode.InternalError);
        (read.TimeToLive, read.CacheScope) = (TimeSpan.Zero, CacheScope.Private);
        return read;
    }

    /// <summary>Reads a resource by the server's own address.</summary>
    public Task<JsonObject> ReadAsync<T>(Caller caller, RequestContext<T> request, string server, string uri, CancellationToken cancellationToken)
        where T : RequestParams =>
        CallAsync(caller, request, RequestMethods.ResourcesRead, server, UpstreamReads.Resource, new JsonObject { ["uri"] = uri }, cancellationToken);

    public async ValueTask<GetPromptResult> GetPromptAsync(RequestContext<GetPromptRequestParams> request, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(request);
        var name = request.Params?.Name ?? "";
        if (passing.FindPrompt(caller, name) is not { } found)
        {
            throw new McpProtocolException("There is no prompt of this name. List the prompts again.", McpErrorCode.InvalidParams);
        }

        var arguments = new JsonObject { ["name"] = found.Prompt };
        if (request.Params?.Arguments is { Count: > 0 } given)
        {
            arguments["arguments"] = new JsonObject(given.Select(one => KeyValuePair.Create(one.Key, JsonNode.Parse(one.Value.GetRawText()))));
        }

        return Passing.Read<GetPromptResult>(await CallAsync(caller, request, RequestMethods.PromptsGet, found.Server, UpstreamReads.Prompt, arguments, cancellationToken).ConfigureAwait(false))
            ?? throw new McpProtocolException("The server's answer can't be read.", McpErrorCode.InternalError);
    }

    /// <summary>Calls one of a server's doors, for a request of the protocol's own.</summary>
    public async Task<JsonObject> CallAsync<T>(
        Caller caller, RequestContext<T> request, string method, string server, string door, JsonObject arguments, CancellationToken cancellationToken)
        where T : RequestParams
    {
        var tool = UpstreamNames.Of(server, door);
        if (!caller.View.Has(tool))
        {
            throw new McpProtocolException("This is not among what is served at this address.", McpErrorCode.InvalidParams);
        }

        var client = SessionClient.Of(caller, request);
        var given = JsonElement.Parse(arguments.ToJsonString());
        client.Carried = Brought(caller, request.Params, method, tool.Value, given);
        var result = await road.InvokeAsync(
            new CallRequest
            {
                Id = CallId.New(),
                Tool = tool.Value,
                Arguments = given,
                Principal = caller.Principal,
                Session = caller.Session,
                Face = Face.Mcp,
                Patience = Core.Approvals.Patience.Deferred,
                Label = Label.OfClient,
            },
            client,
            cancellationToken).ConfigureAwait(false);
        if (client.Wanted is { } wanted)
        {
            throw inputs.Of(caller, method, tool.Value, given, wanted);
        }

        if (client.Missing is { } missing && caller.Modern && result is CallResult.Failed { Reason: var why })
        {
            throw new MissingRequiredClientCapabilityException(missing, why.ToString());
        }

        return result switch
        {
            CallResult.Completed { Content.Structured.Value: var whole } => JsonNode.Parse(whole.GetRawText())!.AsObject(), // not null: it is an object
            CallResult.Pending pending => throw new McpProtocolException(string.Concat(form.Waiting(pending.Approval).Content.OfType<TextContentBlock>().Select(block => block.Text)), McpErrorCode.InvalidRequest),
            CallResult.Refused refused => throw new McpProtocolException(refused.Reason.ToString(), McpErrorCode.InvalidRequest),
            CallResult.Failed { Reason: { Rule: "upstream.error" } said } => throw About(request.Params, new McpProtocolException(said.ToString(), McpErrorCode.InvalidParams)),
            CallResult.Failed failed => throw new McpProtocolException(failed.Reason.ToString(), McpErrorCode.InternalError),
            _ => throw new McpProtocolException("There was no answer.", McpErrorCode.InternalError),
        };
    }

    // Which resource it was that there is none of.
    private static McpProtocolException About(RequestParams? parameters, McpProtocolException fault)
    {
        if (parameters is ReadResourceRequestParams { Uri: { } uri })
        {
            fault.Data["uri"] = uri;
        }

        return fault;
    }

    private Continuation? Brought(Caller caller, RequestParams? parameters, string method, string tool, JsonElement arguments)
    {
        if (parameters?.RequestState is not { } state)
        {
            return null;
        }

        var (continuation, fault) = inputs.Read(caller, method, tool, arguments, state, parameters.InputResponses)
            ?? (null, InputStates.Forged);
        return fault is null ? continuation : throw new McpProtocolException(fault.ToString(), McpErrorCode.InvalidParams);
    }
}
