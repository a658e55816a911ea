using Harombe.Core.Calls;
using Harombe.Core.Plugins;

namespace Harombe.Plugins.Http;

/// <summary>Makes a tool of each operation of the APIs that the operator configured.</summary>
public sealed class HttpPlugin(HttpSettings settings, HttpClient http, ICredentials credentials) : IToolProvider
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ProvidedTool>> ToolsAsync(CancellationToken cancellationToken)
    {
        var tools = new List<ProvidedTool>();
        foreach (var api in settings.Apis)
        {
            tools.AddRange(ApiDocument.Read(api).Select(operation => operation.ToTool(new OperationCall(operation, http, credentials))));
        }

        return tools.GroupBy(tool => tool.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { Key: var twice }
            ? throw new ToolRefusedException(new Reason("http.names", $"Two operations would both be the tool '{twice}'.", "Choose with 'only', or give the APIs other names."))
            : ValueTask.FromResult<IReadOnlyList<ProvidedTool>>(tools);
    }
}
