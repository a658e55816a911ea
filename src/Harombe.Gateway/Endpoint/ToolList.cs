using Harombe.Core.Tools;
using Harombe.Gateway.Endpoint.Finding;
using Harombe.Gateway.Endpoint.Views;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Harombe.Gateway.Endpoint;

/// <summary>Answers <c>tools/list</c>: what this principal may see, in the catalogue's stable order, and the gateway's own tool at the end.</summary>
internal sealed partial class ToolList(ToolCatalog catalog, IOptions<GatewayOptions> options, ILogger<ToolList> log)
{
    public ValueTask<ListToolsResult> ListAsync(RequestContext<ListToolsRequestParams> request, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(request);
        var tools = new List<Tool>();
        if (caller.View.Small)
        {
            tools.AddRange(SearchTools.Definitions);
        }

        foreach (var tool in caller.View.Small ? [] : catalog.Current.VisibleTo(caller.Principal).Where(tool => caller.View.Has(tool.Definition.Name)))
        {
            if (tool.Definition.Name.Wire == ApprovalTool.Name)
            {
                Shadowed(log, tool.Definition.Name.Value, tool.Definition.Origin, ApprovalTool.Name);
                continue;
            }

            tools.Add(Form(tool.Definition, caller.View));
        }

        tools.Add(ApprovalTool.Definition);
        return ValueTask.FromResult(new ListToolsResult
        {
            Tools = tools,
            TimeToLive = options.Value.ListTimeToLive,
            CacheScope = CacheScope.Private,
        });
    }

    // No output schema is advertised: clients check every structured result against it, refusals and waiting results too, and would throw
    // the reason away.
    private static Tool Form(ToolDefinition tool, ToolView view) => new()
    {
        Name = view.Shown(tool.Name),
        Description = tool.Description,
        InputSchema = tool.InputSchema,
        Annotations = new ToolAnnotations
        {
            ReadOnlyHint = tool.ReadOnly,
            IdempotentHint = tool.Idempotent,
            DestructiveHint = !tool.ReadOnly && tool.Risk is not (Risk.Low or Risk.Medium),
        },
    };

    [LoggerMessage(LogLevel.Warning, "The tool {Tool} of {Origin} is not served: {Name} is the gateway's own. Rename it")]
    private static partial void Shadowed(ILogger log, string tool, string origin, string name);
}
