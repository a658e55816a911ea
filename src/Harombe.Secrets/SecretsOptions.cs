using Harombe.Secrets.Rotation;
using Harombe.Secrets.Vault;

namespace Harombe.Secrets;

/// <summary>Where the secrets are kept. Read once, when the station is registered.</summary>
public sealed class SecretsOptions
{
    /// <summary>The data folder, as an absolute path. <c>secrets.sealed</c> and <c>secrets.key</c> stand in it; it is made on first write.</summary>
    public string Folder { get; set; } = "";

    /// <summary>How long a write waits for another process that is writing, from 100 ms to 5 min, before it fails.</summary>
    public TimeSpan LockTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How Vault is reached; null to keep the secrets in the sealed file.</summary>
    public VaultOptions? Vault { get; set; }

    /// <summary>How secrets are rotated, one plan for a secret.</summary>
    public IList<RotationPlan> Rotations { get; } = [];

    /// <summary>Refuses every lease that doesn't come from Vault.</summary>
    public bool VaultOnly { get; set; }

    /// <summary>How long the end of a call waits for an engine that takes its lease back; after that it is told in the background.</summary>
    public TimeSpan RevokeTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Refuses options that can't work, naming the option and the remedy.</summary>
    /// <exception cref="ArgumentException">An option is missing or out of range.</exception>
    internal void Validate()
    {
        if (!Path.IsPathFullyQualified(Folder))
        {
            throw new ArgumentException($"{nameof(SecretsOptions)}.{nameof(Folder)} must be the absolute path of the data folder.");
        }

        if (LockTimeout < TimeSpan.FromMilliseconds(100) || LockTimeout > TimeSpan.FromMinutes(5))
        {
            throw new ArgumentException($"{nameof(SecretsOptions)}.{nameof(LockTimeout)} must lie between 100 ms and 5 min.");
        }
    }
}
