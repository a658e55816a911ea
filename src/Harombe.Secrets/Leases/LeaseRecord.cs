using System.Collections.Immutable;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Harombe.Core.Principals;
using Harombe.Core.Secrets;
using Harombe.Core.Tools;

namespace Harombe.Secrets.Leases;

/// <summary>What is written down of a lease: who was given which names, and what an engine issued for it. No value, ever.</summary>
internal sealed record LeaseRecord(
    LeaseId Id,
    CallId Call,
    ToolName Tool,
    PrincipalId Principal,
    ImmutableArray<SecretName> Secrets,
    ImmutableArray<SecretName> Revealed,
    ImmutableArray<EngineLease> EngineLeases)
{
    public static LeaseRecord For(ToolCall call) =>
        new(LeaseId.New(), call.Id, call.Tool.Name, call.Principal.Id, call.Tool.Secrets, call.Tool.Revealed.IsDefault ? [] : call.Tool.Revealed, []);

    /// <summary>The entry for the audit log.</summary>
    public LeaseChanged Entry(string @event, ICredentialSource source, string? how, DateTimeOffset time) =>
        new(@event, Id, Call, Tool, Principal, Secrets, Revealed, source.IsVault ? "vault" : "sealed-file", how) { Time = time };
}
