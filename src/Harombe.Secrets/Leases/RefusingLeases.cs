using Harombe.Core.Calls;
using Harombe.Core.Secrets;

namespace Harombe.Secrets.Leases;

/// <summary>
/// Leases nothing: tools get no credentials in this form. Refusing says which secret is at stake and whether it is stored at all,
/// so that nobody stores a secret to find the second obstacle afterwards.
/// </summary>
internal sealed class RefusingLeases(ISecrets secrets) : ILeases
{
    public async ValueTask<LeaseOutcome> LeaseAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var wanted = call.Tool.Secrets;
        if (wanted.IsDefaultOrEmpty)
        {
            throw new ArgumentException($"{call.Tool.Name} declares no secret, so there is nothing to lease.", nameof(call));
        }

        IReadOnlyList<SecretName> stored;
        try
        {
            stored = await secrets.ListAsync(cancellationToken);
        }
        catch (SecretsUnavailableException e)
        {
            return Refuse("lease.unavailable", $"{call.Tool.Name} needs {Names(wanted)}, and the secrets can't be read: {e.Message}", WithoutIt(call));
        }

        var missing = wanted.Except(stored).ToArray();
        return missing.Length > 0
            ? Refuse(
                "lease.missing",
                $"{call.Tool.Name} needs {Names(missing)}, which {(missing.Length == 1 ? "is" : "are")} not stored.",
                $"Storing it is not enough yet: leasing to tools arrives with the credentials layer. {WithoutIt(call)}")
            : Refuse(
                "lease.unavailable",
                $"{call.Tool.Name} needs {Names(wanted)}, and secrets are not leased to tools yet.",
                $"Leasing to tools arrives with the credentials layer. {WithoutIt(call)}");
    }

    private static string Names(IEnumerable<SecretName> names) => string.Join(", ", names);

    private static string WithoutIt(ToolCall call) =>
        $"If the tool works without a credential, remove the name from `secrets` where {call.Tool.Origin} declares it.";

    private static LeaseOutcome.Refused Refuse(string rule, string message, string remedy) => new(new Reason(rule, message, remedy));
}
