using Harombe.Core.Calls;
using Harombe.Gateway.Pinning;
using Harombe.Gateway.Upstreams.Connecting;

namespace Harombe.Gateway.Upstreams.Offering;

/// <summary>Compares what a server says now with what was accepted, before anything of it is used.</summary>
internal static class PinCheck
{
    /// <summary>Whether the tool is still what was accepted, for a result that is given again without a call.</summary>
    /// <returns>Why it is not, or can't be told.</returns>
    public static async ValueTask<Reason?> LookAsync(Upstream upstream, Definition pinned, Func<Definition, Compared> standing, CancellationToken cancellationToken)
    {
        try
        {
            return await CompareAsync(upstream, await upstream.SessionAsync(cancellationToken).ConfigureAwait(false), pinned, standing, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return new Reason("upstream.down", $"The upstream server '{upstream.Name}' can't be asked whether the tool is still what was accepted: {e.Message}", "Call again later; see 'harombe mcp list'.");
        }
    }

    /// <summary>The same in a connection that stands.</summary>
    public static async ValueTask<Reason?> CompareAsync(Upstream upstream, UpstreamSession session, Definition pinned, Func<Definition, Compared> standing, CancellationToken cancellationToken)
    {
        if (!upstream.Comparisons.AreGood)
        {
            await upstream.Comparisons.RunAsync(token => upstream.ReadAsync(session, token), cancellationToken).ConfigureAwait(false);
        }

        return standing(pinned) switch
        {
            Compared.Same => null,
            Compared.Gone => new Reason("upstream.gone", $"The upstream server '{upstream.Name}' has no '{pinned.Name}' any more. Nothing was sent to it.", "List the tools again, and use another."),
            _ => UpstreamTools.Changed(upstream.Name, pinned.Name),
        };
    }
}
