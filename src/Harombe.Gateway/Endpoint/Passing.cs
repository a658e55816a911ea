using System.Text.Json;
using System.Text.Json.Nodes;
using Harombe.Core.Calls;
using Harombe.Core.Principals;
using Harombe.Core.Secrets;
using Harombe.Core.Tools;
using Harombe.Gateway.Endpoint.Views;
using Harombe.Gateway.Pinning;
using Harombe.Gateway.Upstreams;
using Harombe.Gateway.Upstreams.Connecting;
using Harombe.Gateway.Upstreams.Offering;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Harombe.Gateway.Endpoint;

/// <summary>
/// Lists the resources and prompts of upstreams. Each server is asked side by side with the others, and one that doesn't answer is missing from the list.
/// </summary>
internal sealed class Passing(UpstreamSet? upstreams, ToolCatalog catalog, ISecretScanner scanner, CallSlots slots, TimeProvider clock)
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

    public ValueTask<ListPromptsResult> ListPromptsAsync(RequestContext<ListPromptsRequestParams> request, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(request);
        var prompts = Visible(caller.Principal, caller.View, UpstreamReads.Prompt).SelectMany(held => held.State.Standing.Standings
            .Where(one => one is { Compared: Compared.Same, Definition.Kind: DefinitionKind.Prompt })
            .Select(one =>
            {
                var item = JsonNode.Parse(one.Definition.Value.GetRawText())!.AsObject(); // not null: a prompt is an object
                item["name"] = caller.View.Shown(UpstreamNames.Of(held.Name, one.Definition.Name));
                return Read<Prompt>(item);
            }));
        return ValueTask.FromResult(new ListPromptsResult { Prompts = [.. prompts.OfType<Prompt>()], TimeToLive = TimeSpan.Zero, CacheScope = CacheScope.Private });
    }

    /// <summary>Lets the servers that a caller may use write log lines of a level.</summary>
    public void Heed(Caller caller, string level)
    {
        foreach (var held in (upstreams?.All.Values ?? []).Where(held => held.Entry.Principals.IsEmpty || held.Entry.Principals.Contains(caller.Principal.Id)))
        {
            held.Upstream.Logs.Want(level);
        }
    }

    /// <summary>The prompt of a name that a caller was shown; null when there is none.</summary>
    public (string Server, string Prompt)? FindPrompt(Caller caller, string name)
    {
        foreach (var held in Visible(caller.Principal, caller.View, UpstreamReads.Prompt))
        {
            foreach (var pin in held.State.Pins.Where(pin => pin.Definition.Kind == DefinitionKind.Prompt && caller.View.Shown(UpstreamNames.Of(held.Name, pin.Definition.Name)) == name))
            {
                return (held.Name, pin.Definition.Name);
            }
        }

        return null;
    }

    /// <summary>The servers of which a caller may use one of the two doors.</summary>
    public IEnumerable<HeldUpstream> Visible(Principal principal, ToolView view, string door) => (upstreams?.All.Values ?? []).Where(held =>
        catalog.Current.Find(UpstreamNames.Of(held.Name, door).Value)?.Definition is { Blocked: null } tool
        && tool.IsFor(principal.Id) && principal.Tools.Covers(tool.Name) && view.Has(tool.Name));

    private async Task<List<JsonObject>> ListAsync(Caller caller, string method, string member, string key, CancellationToken cancellationToken)
    {
        // It asks every server, so it counts as a call of its principal.
        using var slot = slots.TryTake(caller.Principal.Id)
            ?? throw new McpProtocolException(new Reason("gateway.busy", "Too many requests of this principal are under way.", "Wait until some have ended.").ToString(), McpErrorCode.InvalidRequest);
        var all = await Task.WhenAll(Visible(caller.Principal, caller.View, UpstreamReads.Resource).Select(held => OfOneAsync(caller, held, method, member, key, cancellationToken))).ConfigureAwait(false);
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

    /// <summary>An item by the library's form; null when it is none.</summary>
    public static T? Read<T>(JsonNode item)
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
