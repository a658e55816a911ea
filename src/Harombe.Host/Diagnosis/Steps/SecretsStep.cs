using Harombe.Core.Secrets;

namespace Harombe.Host.Diagnosis.Steps;

/// <summary>The sealed secrets, opened with their key, and Vault where it keeps them.</summary>
internal sealed class SecretsStep : IStep
{
    public string Name => "secrets";

    public IReadOnlyList<string> Needs => ["data folder"];

    public bool OnlyAtRest => false;

    public async Task<Finding> TryAsync(Patient patient, CancellationToken cancellationToken)
    {
        var health = await patient.Services.GetRequiredService<ISecretsHealth>().CheckAsync(cancellationToken).ConfigureAwait(false);
        return health.Serves ? Finding.Works(Name, health.Detail) : Finding.Fails(Name, health.Detail, health.Remedy);
    }
}
