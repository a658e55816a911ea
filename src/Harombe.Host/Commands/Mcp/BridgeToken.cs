using System.Text;
using Harombe.Host.Access;
using Harombe.Host.Commands.Connection;
using Harombe.Host.Configuration;
using Harombe.Host.Hosting;

namespace Harombe.Host.Commands.Mcp;

/// <summary>The caller's token of the stdio bridge. Never from the environment, which every child process inherits.</summary>
internal static class BridgeToken
{
    /// <summary>The principal of a bridge that was given no token.</summary>
    public const string Principal = "mcp-stdio";

    /// <summary>Reads the token of the file given; without one, that of the bridge's own file, which is made at the first use.</summary>
    public static async Task<Answer<string>> ReadAsync(string? file, HarombeConfiguration configuration, TimeProvider clock, CancellationToken cancellationToken)
    {
        var own = Path.Combine(configuration.Data.Folder, Principal + ".token");
        if (file is null && !File.Exists(own))
        {
            return await IssueAsync(own, configuration, clock, cancellationToken).ConfigureAwait(false);
        }

        if (TokenFile.Read(file ?? own).Failed(out var stop, out var token))
        {
            return stop;
        }

        if (HostFinding.Connect(configuration, token, clock).Failed(out stop, out var host))
        {
            return stop;
        }

        using (host)
        {
            // Asked before the client speaks: a refusal within the protocol would show as a broken server. A revoked token is not replaced by itself.
            return !(await host.GetAsync("/tools", cancellationToken).ConfigureAwait(false)).Failed(out stop, out _) ? token
                : stop.Status == 401 ? stop with { Message = $"the token in {file ?? own} doesn't count any more", Remedy = file is null ? $"to have a new one: rm {own}" : "harombe token add <principal> --tools 'files.*'" }
                : stop;
        }
    }

    private static async Task<Answer<string>> IssueAsync(string own, HarombeConfiguration configuration, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (HostFinding.Connect(configuration, clock).Failed(out var stop, out var host))
        {
            return stop;
        }

        using (host)
        {
            var request = new TokenRequest(Principal, "caller", ["*"], null);
            var answer = await host.SendAsync(HttpMethod.Post, "/tokens", request, AccessJson.Default.TokenRequest, cancellationToken).ConfigureAwait(false);
            if (answer.As(AccessJson.Default.Issued, host).Failed(out stop, out var issued))
            {
                return stop;
            }

            OwnerFile.Write(own, Encoding.ASCII.GetBytes(issued.Token + "\n"));
            return issued.Token;
        }
    }
}
