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
            Revealed = entry.Place is UpstreamPlace.Command { Reveals: true } ? secrets : [],
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

    /// <summary>
    /// What a process that is about to start finds in its environment. In the place of a secret stands a placeholder, which is of use to nobody but the one
    /// who fills it in where a request leaves, unless the entry says <c>reveal: true</c>: a process keeps what it was given, and hands it on to whatever it starts.
    /// </summary>
    public static Dictionary<string, string> Environment(UpstreamPlace.Command command, ILease? lease)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in command.Environment)
        {
            if (value.Secret is not { } secret)
            {
                environment[name] = value.Text ?? "";
                continue;
            }

            using var revealed = command.Reveals ? lease?.Reveal(secret) : null;
            environment[name] = (command.Reveals ? revealed?.RevealText() : lease?.PlaceholderOf(secret)?.Wire) is { Length: > 0 } text
                ? text
                : throw new UpstreamDownException($"The credential {secret} is empty or not leased any more.", $"Store it: harombe secrets set {secret.Value}", null);
        }

        return environment;
    }
}
