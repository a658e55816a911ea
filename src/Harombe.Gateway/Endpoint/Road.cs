using Harombe.Core.Calls;
using Harombe.Core.Guard;
using Harombe.Gateway.Upstreams.Questions;
using ModelContextProtocol.Protocol;

namespace Harombe.Gateway.Endpoint;

/// <summary>The guarded kernel, answered in MCP's words. There is no other way from here to a tool.</summary>
internal sealed class Road(GuardedKernel kernel, CallingClients clients, ResultForm form)
{
    /// <summary>Sends a call down, with the client that an upstream may ask meanwhile.</summary>
    public async ValueTask<CallResult> InvokeAsync(CallRequest request, CallingClient client, CancellationToken cancellationToken)
    {
        using var held = clients.Hold(request.Id, client);
        var result = await kernel.InvokeAsync(request, cancellationToken).ConfigureAwait(false);
        await client.ToldAsync().ConfigureAwait(false);
        return result;
    }

    public async ValueTask<CallToolResult> AnswerAsync(CallRequest request, CallingClient client, CancellationToken cancellationToken) =>
        form.Of(await InvokeAsync(request, client, cancellationToken).ConfigureAwait(false));
}
