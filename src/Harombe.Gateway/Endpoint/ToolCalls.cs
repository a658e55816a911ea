using System.Text.Json;
using Harombe.Core.Calls;
using Harombe.Core.Tools;
using Harombe.Gateway.Elicitation;
using Harombe.Gateway.Endpoint.Finding;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Harombe.Gateway.Endpoint;

/// <summary>
/// Answers <c>tools/call</c>. Cancellation: a modern client cancels by closing the response, an older one by a message; both end the handler. An older
/// client that hangs up does not fire the library's token, so the request's own is joined to it: its answer could not be delivered any more. And the
/// library answers nothing to a call that was cancelled by message, yet holds its response open: that one is ended here. What remains: a tool that
/// ignores its token runs on to its end, and that is what the record says of it.
/// </summary>
internal sealed partial class ToolCalls(
    ToolCatalog catalog, CallSlots slots, Elicitor elicitor, Answers answers, InputStates inputs, ApprovalTool approvals, SearchTools finding, ILogger<ToolCalls> log)
{
    public async ValueTask<CallToolResult> CallAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(request);
        using var slot = slots.TryTake(caller.Principal.Id);
        if (slot is null)
        {
            return ResultForm.Stop(new Reason(
                "gateway.busy",
                $"{slots.Limit} calls of '{caller.Principal.Id}' are under way, which is as many as are taken at once.",
                "Wait for one of them to end, then call again."));
        }

        using var life = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, caller.Request.Aborted);
        try
        {
            return await CallAsync(caller, request, life.Token).ConfigureAwait(false);
        }
        finally
        {
            if (cancellationToken.IsCancellationRequested)
            {
                caller.Request.HangUp();
            }
        }
    }

    private async ValueTask<CallToolResult> CallAsync(Caller caller, RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken)
    {
        var call = request.Params;
        var arguments = ArgumentsForm.Of(call.Arguments);
        var client = SessionClient.Of(caller, request);
        if (call.Name == ApprovalTool.Name)
        {
            var collected = await approvals.CollectAsync(caller, client, arguments, cancellationToken).ConfigureAwait(false);
            return client.Wanted is null ? collected : ResultForm.Stop(new Reason(
                "upstream.input", "The call ran, and its server wants something of you before it goes on. An approval is good for one run, and it is spent.", "Make the call itself again: you are asked for both then."));
        }

        var name = call.Name;
        if (caller.View.Small && SearchTools.IsOne(name))
        {
            if (name == SearchTools.Search)
            {
                return finding.Find(caller, arguments);
            }

            (var inner, arguments, var fault) = SearchTools.Inner(name, arguments, one => catalog.Current.Find(caller.View.Meant(one))?.Definition);
            if (inner is null)
            {
                return ResultForm.Stop(fault!); // not null: one of the two is there
            }

            name = inner;
        }

        var tool = Find(caller, caller.View.Meant(name));
        if (!caller.View.Has(tool.Name))
        {
            return ResultForm.Stop(new Reason("view.outside", $"'{tool.Name}' is not among the tools at this address.", "Use a tool of this address, or the gateway's own address."));
        }

        var asked = new AskedCall(caller, tool, arguments, ClientProgress.Of(request), client);
        var result = await CallAsync(asked, request, cancellationToken).ConfigureAwait(false);
        return (client, caller) switch
        {
            ({ Wanted: { } wanted }, _) => throw inputs.Of(caller, RequestMethods.ToolsCall, tool.Name.Value, arguments, wanted),
            // The newer revision wants an error of the protocol for this one.
            ({ Missing: { } missing }, { Modern: true }) => throw new MissingRequiredClientCapabilityException(missing, string.Concat(result.Content.OfType<TextContentBlock>().Select(block => block.Text))),
            _ => result,
        };
    }

    private async ValueTask<CallToolResult> CallAsync(AskedCall asked, RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken)
    {
        if (request.Params.RequestState is not { } state)
        {
            // Answers that come without the state of a question are nobody's, and go nowhere.
            return await elicitor.CallAsync(asked, request.Server, cancellationToken).ConfigureAwait(false);
        }

        if (inputs.Read(asked.Caller, RequestMethods.ToolsCall, asked.Tool.Name.Value, asked.Arguments, state, request.Params.InputResponses) is not { } read)
        {
            return await answers.ResumeAsync(asked, state, request.Params.InputResponses, cancellationToken).ConfigureAwait(false);
        }

        if (read.Fault is { } fault)
        {
            return ResultForm.Stop(fault);
        }

        asked.Client.Carried = read.Continuation;
        return await elicitor.CallAsync(asked, request.Server, cancellationToken).ConfigureAwait(false);
    }

    // A tool that the principal may not see goes on to the guard all the same: policy refuses it there, and the refusal is recorded.
    private ToolDefinition Find(Caller caller, string name)
    {
        if (catalog.Current.Find(name)?.Definition is { } tool)
        {
            return tool;
        }

        Unknown(log, caller.Principal.Id.Value, name.Length);
        throw new McpProtocolException("There is no tool of this name. List the tools again: the list may have changed.", McpErrorCode.InvalidParams);
    }

    [LoggerMessage(LogLevel.Information, "{Principal} asked for a tool that doesn't exist, by a name of {Length} characters")]
    private static partial void Unknown(ILogger log, string principal, int length);
}

/// <summary>Puts arguments together again as one object, number for number as they came.</summary>
internal static class ArgumentsForm
{
    public static JsonElement Of(IDictionary<string, JsonElement>? arguments)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (name, value) in arguments ?? new Dictionary<string, JsonElement>())
            {
                json.WritePropertyName(name);
                value.WriteTo(json);
            }

            json.WriteEndObject();
        }

        return JsonElement.Parse(buffer.ToArray());
    }
}
