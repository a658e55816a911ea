using Harombe.Core.Calls;
using Harombe.Core.Guard;
using ModelContextProtocol.Protocol;

namespace Harombe.Gateway.Endpoint;

/// <summary>The guarded kernel, answered in MCP's words. There is no other way from here to a tool.</summary>
internal sealed class Road(GuardedKernel kernel, ResultForm form)
{
    public ValueTask<CallResult> InvokeAsync(CallRequest request, CancellationToken cancellationToken) => kernel.InvokeAsync(request, cancellationToken);

    public async ValueTask<CallToolResult> AnswerAsync(CallRequest request, CancellationToken cancellationToken) =>
        form.Of(await kernel.InvokeAsync(request, cancellationToken).ConfigureAwait(false));
}
