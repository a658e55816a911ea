using System.Text.Json;
using Harombe.Core.Calls;
using Harombe.Core.Principals;
using Harombe.Core.Secrets;
using Harombe.Core.Tools;
using Harombe.Gateway.Upstreams.Entries;

namespace Harombe.Gateway.Upstreams.Connecting;

/// <summary>
/// Leases what an entry names, for the life of one connection. To the leases' book and to the record it is a call of <c>{server}__connection</c> by the
/// host itself: the emergency path finds and blocks it by that name, as it does any tool.
/// </summary>
internal sealed class ConnectionLeases(ILeases leases)
{
    private static readonly Principal Host = new(new PrincipalId("host"), TokenKinds.None, ToolScope.Nothing);
    private static readonly JsonElement Nothing = JsonElement.Parse("{}");

    /// <summary>The lease; null when the entry names no secret.</summary>
    /// <exception cref="UpstreamDownException">A secret can't be had. The message names it.</exception>
    public async ValueTask<ILease?> LeaseAsync(UpstreamEntry entry, CancellationToken cancellationToken)
    {
        var secrets = entry.Place.Secrets;
        if (secrets.IsEmpty)
        {
            return null;
        }

        var connection = new ToolDefinition
        {
            Name = ToolName.Parse(entry.Name + "__connection"),
            Description = "The connection itself.",
            InputSchema = Nothing,
            Origin = $"upstream {entry.Name}",
            Risk = Risk.High,
            Secrets = secrets,
            // A process reads its environment once, and placeholders would be no use to it before there is a proxy that fills them in.
            Revealed = entry.Place is UpstreamPlace.Command ? secrets : [],
            Hosts = entry.Place is UpstreamPlace.Address address ? [address.Host] : [],
        };
        if (!ToolArguments.TryCreate(Nothing, default, labels: null, out var arguments, out var fault))
        {
            throw new InvalidOperationException(fault);
        }

        var call = new ToolCall(CallId.New(), connection, arguments, Host, SessionId.New(), Face.Mcp, Approval: null);
        return await leases.LeaseAsync(call, cancellationToken).ConfigureAwait(false) switch
        {
            LeaseOutcome.Leased leased => leased.Lease,
            LeaseOutcome.Refused refused => throw new UpstreamDownException(refused.Reason.Message, refused.Reason.Remedy, null),
            var unknown => throw new InvalidOperationException($"Unknown lease outcome {unknown.GetType().Name}."),
        };
    }

    /// <summary>The values of an environment, for a process that is about to start.</summary>
    public static Dictionary<string, string> Reveal(UpstreamPlace.Command command, ILease? lease)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in command.Environment)
        {
            if (value.Secret is not { } secret)
            {
                environment[name] = value.Text ?? "";
                continue;
            }

            using var revealed = lease?.Reveal(secret);
            environment[name] = revealed?.RevealText() is { Length: > 0 } text
                ? text
                : throw new UpstreamDownException($"The credential {secret} is empty or not leased any more.", $"Store it: harombe secrets set {secret.Value}", null);
        }

        return environment;
    }
}
