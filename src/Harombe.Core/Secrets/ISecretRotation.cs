using Harombe.Core.Calls;
using Harombe.Core.Principals;

namespace Harombe.Core.Secrets;

/// <summary>Gives secrets new values: by a schedule, or on demand. The new value is tried before the old one goes. Thread-safe.</summary>
public interface ISecretRotation
{
    /// <summary>What is known of every secret that has a rotation, by name.</summary>
    ValueTask<IReadOnlyList<RotationState>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Rotates one secret now.</summary>
    /// <param name="name">The secret.</param>
    /// <param name="value">The new value, for the caller to dispose; null where the rotation makes or fetches one itself.</param>
    /// <param name="check">Whether the new value must be tried; false only where a person says so.</param>
    /// <param name="by">Who rotates.</param>
    /// <param name="cancellationToken">Gives up; the old value stands unless the outcome says otherwise.</param>
    /// <exception cref="SecretsUnavailableException">The store or Vault can't be reached; the old value stands.</exception>
    ValueTask<RotationOutcome> RotateAsync(SecretName name, Secret? value, bool check, PrincipalId by, CancellationToken cancellationToken);
}

/// <summary>How a rotation stands.</summary>
/// <param name="Name">The secret.</param>
/// <param name="Source">Where new values come from: <c>vault</c>, <c>generated</c>, <c>secret-id</c>, or <c>person</c>.</param>
/// <param name="Check">What a new value is tried with; empty for nothing.</param>
/// <param name="Every">How often; null for on demand only.</param>
/// <param name="Last">When it was rotated last, as far as is known.</param>
/// <param name="Due">When it is to be rotated next; null for on demand only.</param>
/// <param name="Fault">Why the last attempt failed; empty when it didn't.</param>
public sealed record RotationState(SecretName Name, string Source, string Check, TimeSpan? Every, DateTimeOffset? Last, DateTimeOffset? Due, string Fault);

/// <summary>What came of a rotation.</summary>
public abstract record RotationOutcome
{
    private RotationOutcome()
    {
    }

    /// <summary>The new value is in use.</summary>
    public sealed record Rotated(bool Checked) : RotationOutcome;

    /// <summary>It was refused; the old value stands, unless the reason says otherwise.</summary>
    public sealed record Refused(Reason Reason) : RotationOutcome;
}
