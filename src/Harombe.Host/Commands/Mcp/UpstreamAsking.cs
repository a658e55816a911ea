using System.Text.Json;
using Harombe.Host.Commands.Connection;

namespace Harombe.Host.Commands.Mcp;

/// <summary>What the verbs about upstream servers have in common: they ask the running host, and show the server that it answers with.</summary>
internal static class UpstreamAsking
{
    /// <summary>Asks, and shows one server.</summary>
    /// <param name="run">The run.</param>
    /// <param name="method">How.</param>
    /// <param name="path">What, below <c>/upstreams</c>.</param>
    /// <param name="body">The body; null for none.</param>
    /// <param name="said">What is said of it when it went well.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<int> ShowAsync(Invocation run, HttpMethod method, string path, JsonElement? body, string said, CancellationToken cancellationToken)
    {
        if (run.Connect().Failed(out var stop, out var host))
        {
            return run.Fail(stop);
        }

        using (host)
        {
            using var content = body is { } json ? new StringContent(json.GetRawText(), System.Text.Encoding.UTF8, "application/json") : null;
            var answer = await host.SendAsync(method, "/upstreams" + path, content, cancellationToken).ConfigureAwait(false);
            if (answer.As(UpstreamForms.Default.ShownUpstream, host).Failed(out stop, out var upstream))
            {
                return run.Fail(stop);
            }

            if (run.Json)
            {
                run.WriteJson(upstream, UpstreamForms.Default.ShownUpstream);
            }
            else
            {
                run.Say(said);
                UpstreamTable.Write(run, upstream);
            }

            return upstream.Fault is null ? ExitCode.Done : ExitCode.Failed;
        }
    }

    /// <summary>One server as it stands; for verbs that look before they do.</summary>
    public static async Task<Answer<ShownUpstream>> FindAsync(HostClient host, string name, CancellationToken cancellationToken) =>
        (await host.GetAsync($"/upstreams/{Uri.EscapeDataString(name)}", cancellationToken).ConfigureAwait(false)).As(UpstreamForms.Default.ShownUpstream, host);
}
