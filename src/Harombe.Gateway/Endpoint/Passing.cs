using System.Text.Json;
using System.Text.Json.Nodes;
using Harombe.Core.Calls;
using Harombe.Core.Labels;
using Harombe.Core.Secrets;
using Harombe.Core.Tools;
using Harombe.Gateway.Pinning;
using Harombe.Gateway.Upstreams;
using Harombe.Gateway.Upstreams.Connecting;
using Harombe.Gateway.Upstreams.Offering;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Harombe.Gateway.Endpoint;

/// <summary>
/// Passes on the resources and prompts of upstreams. Lists are asked of each server side by side, and a server that doesn't answer is missing from them;
/// what is read goes down the guarded road as a call of the server's <see cref="UpstreamReads"/>.
/// </summary>
internal sealed class Passing(UpstreamSet? upstreams, ToolCatalog catalog, Road road, ResultForm form, ISecretScanner scanner, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async ValueTask<ListResourcesResult> ListResourcesAsync(RequestContext<ListResourcesRequestParams> request, CancellationToken cancellationToken)
    {
        var items = await ListAsync(Caller.Of(request), RequestMethods.ResourcesList, "resources", "uri", cancellationToken).ConfigureAwait(false);
        return new ListResourcesResult { Resources = [.. items.Select(item => Read<Resource>(item)).OfType<Resource>()], TimeToLive = TimeSpan.Zero, CacheScope = CacheScope.Private };
    }

    public async ValueTask<ListResourceTemplatesResult> ListTemplatesAsync(RequestContext<ListResourceTemplatesRequestParams> request, CancellationToken cancellationToken)
    {
        var items = await ListAsync(Caller.Of(request), RequestMethods.ResourcesTemplatesList, "resourceTemplates", "uriTemplate", cancellationToken).ConfigureAwait(false);
        return new ListResourceTemplatesResult { ResourceTemplates = [.. items.Select(item => Read<ResourceTemplate>(item)).OfType<ResourceTemplate>()], TimeToLive = TimeSpan.Zero, CacheScope = CacheScope.Private };
    }

    public async ValueTask<ReadResourceResult> ReadResourceAsync(RequestContext<ReadResourceRequestParams> request, CancellationToken cancellationToken)
    {
        var served = request.Params?.Uri ?? "";
        var caller = Caller.Of(request);
        if (ServedAddress.Read(caller.View, served) is not { } address)
        {
            throw new McpProtocolException("There is no resource of this address. List the resources again.", McpErrorCode.InvalidParams);
        }

        var result = await CallAsync(caller, address.Server, UpstreamReads.Resource, new JsonObject { ["uri"] = address.Uri }, cancellationToken).ConfigureAwait(false);
        foreach (var content in (result["contents"] as JsonArray ?? []).OfType<JsonObject>())
        {
            // Also what the server says beside what was asked for is its own.
            content["uri"] = ServedAddress.Of(caller.View, address.Server, (string?)content["uri"] ?? address.Uri);
        }

        var read = Read<ReadResourceResult>(result) ?? throw new McpProtocolException("The server's answer can't be read.", McpErrorCode.InternalError);
        (read.TimeToLive, read.CacheScope) = (TimeSpan.Zero, CacheScope.Private);
        return read;
    }

    public ValueTask<ListPromptsResult> ListPromptsAsync(RequestContext<ListPromptsRequestParams> request, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(request);
        var prompts = Visible(caller, UpstreamReads.Prompt).SelectMany(held => held.State.Standing.Standings
            .Where(one => one is { Compared: Compared.Same, Definition.Kind: DefinitionKind.Prompt })
            .Select(one =>
            {
                var item = JsonNode.Parse(one.Definition.Value.GetRawText())!.AsObject(); // not null: a prompt is an object
                item["name"] = caller.View.Shown(UpstreamNames.Of(held.Name, one.Definition.Name));
                return Read<Prompt>(item);
            }));
        return ValueTask.FromResult(new ListPromptsResult { Prompts = [.. prompts.OfType<Prompt>()], TimeToLive = TimeSpan.Zero, CacheScope = CacheScope.Private });
    }

    public async ValueTask<GetPromptResult> GetPromptAsync(RequestContext<GetPromptRequestParams> request, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(request);
        var name = request.Params?.Name ?? "";
        var found = Visible(caller, UpstreamReads.Prompt).SelectMany(held => held.State.Pins.Where(pin => pin.Definition.Kind == DefinitionKind.Prompt).Select(pin => (held.Name, Prompt: pin.Definition.Name)))
            .FirstOrDefault(one => caller.View.Shown(UpstreamNames.Of(one.Name, one.Prompt)) == name);
        if (found.Name is null)
        {
            throw new McpProtocolException("There is no prompt of this name. List the prompts again.", McpErrorCode.InvalidParams);
        }

        var arguments = new JsonObject { ["name"] = found.Prompt };
        if (request.Params?.Arguments is { Count: > 0 } given)
        {
            arguments["arguments"] = new JsonObject(given.Select(one => KeyValuePair.Create(one.Key, JsonNode.Parse(one.Value.GetRawText()))));
        }

        return Read<GetPromptResult>(await CallAsync(caller, found.Name, UpstreamReads.Prompt, arguments, cancellationToken).ConfigureAwait(false))
            ?? throw new McpProtocolException("The server's answer can't be read.", McpErrorCode.InternalError);
    }

    private IEnumerable<HeldUpstream> Visible(Caller caller, string door) => (upstreams?.All.Values ?? []).Where(held =>
        catalog.Current.Find(UpstreamNames.Of(held.Name, door).Value)?.Definition is { Blocked: null } tool
        && tool.IsFor(caller.Principal.Id) && caller.Principal.Tools.Covers(tool.Name) && caller.View.Has(tool.Name));

    private async Task<List<JsonObject>> ListAsync(Caller caller, string method, string member, string key, CancellationToken cancellationToken)
    {
        var all = await Task.WhenAll(Visible(caller, UpstreamReads.Resource).Select(held => OfOneAsync(caller, held, method, member, key, cancellationToken))).ConfigureAwait(false);
        return [.. all.SelectMany(items => items)];
    }

    private async Task<List<JsonObject>> OfOneAsync(Caller caller, HeldUpstream held, string method, string member, string key, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Patience, clock);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            var session = await held.Upstream.SessionAsync(ends.Token).ConfigureAwait(false);
            var found = await DefinitionReading.ListAsync(session, method, member, key, DefinitionKind.Resources, ends.Token).ConfigureAwait(false);
            return [.. found.Select(one =>
            {
                var item = JsonNode.Parse(scanner.RedactJson(one.Value).Value)!.AsObject(); // not null: it is an object
                item[key] = ServedAddress.Of(caller.View, held.Name, one.Name);
                return item;
            })];
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The instructions and 'harombe mcp list' name a server that is missing; the others are listed.
            return [];
        }
    }

    private async Task<JsonObject> CallAsync(Caller caller, string server, string door, JsonObject arguments, CancellationToken cancellationToken)
    {
        var tool = UpstreamNames.Of(server, door);
        if (!caller.View.Has(tool))
        {
            throw new McpProtocolException("This is not among what is served at this address.", McpErrorCode.InvalidParams);
        }

        var result = await road.InvokeAsync(
            new CallRequest
            {
                Id = CallId.New(),
                Tool = tool.Value,
                Arguments = JsonElement.Parse(arguments.ToJsonString()),
                Principal = caller.Principal,
                Session = caller.Session,
                Face = Face.Mcp,
                Patience = Core.Approvals.Patience.Deferred,
                Label = Label.OfClient,
            },
            cancellationToken).ConfigureAwait(false);
        return result switch
        {
            CallResult.Completed { Content.Structured.Value: var whole } => JsonNode.Parse(whole.GetRawText())!.AsObject(), // not null: it is an object
            CallResult.Pending pending => throw new McpProtocolException(string.Concat(form.Waiting(pending.Approval).Content.OfType<TextContentBlock>().Select(block => block.Text)), McpErrorCode.InvalidRequest),
            CallResult.Refused refused => throw new McpProtocolException(refused.Reason.ToString(), McpErrorCode.InvalidRequest),
            CallResult.Failed { Reason: { Rule: "upstream.error" } said } => throw new McpProtocolException(said.ToString(), McpErrorCode.InvalidParams),
            CallResult.Failed failed => throw new McpProtocolException(failed.Reason.ToString(), McpErrorCode.InternalError),
            _ => throw new McpProtocolException("There was no answer.", McpErrorCode.InternalError),
        };
    }

    private static T? Read<T>(JsonNode item)
        where T : class
    {
        try
        {
            return item.Deserialize<T>(McpJsonUtilities.DefaultOptions);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
