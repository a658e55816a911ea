using Harombe.Core.Secrets;

namespace Harombe.Host.Diagnosis.Steps;

/// <summary>The sealed secrets, opened with their key.</summary>
internal sealed class SecretsStep : IStep
{
    public string Name => "secrets";

    public IReadOnlyList<string> Needs => ["data folder"];

    public bool OnlyAtRest => false;

    public async Task<Finding> TryAsync(Patient patient, CancellationToken cancellationToken)
    {
        try
        {
            var names = await patient.Services.GetRequiredService<ISecrets>().ListAsync(cancellationToken).ConfigureAwait(false);
            return Finding.Works(Name, $"{names.Count} stored, and they open");
        }
        catch (SecretsUnavailableException e)
        {
            return Finding.Fails(
                Name, e.Message, $"If no copy of {patient.Data}/secrets.key and secrets.sealed is left, move both away and store the secrets again with 'harombe secrets set'.");
        }
    }
}
