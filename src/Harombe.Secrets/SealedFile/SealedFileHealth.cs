using Harombe.Core.Secrets;

namespace Harombe.Secrets.SealedFile;

/// <summary>Opens the sealed file with its key.</summary>
internal sealed class SealedFileHealth(SealedFileSecrets secrets, SecretsOptions options) : ISecretsHealth
{
    public async ValueTask<SecretsHealth> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            return new SecretsHealth(true, $"{(await secrets.ListAsync(cancellationToken).ConfigureAwait(false)).Count} stored, and they open");
        }
        catch (SecretsUnavailableException e)
        {
            return new SecretsHealth(
                false, e.Message, $"If no copy of {options.Folder}/secrets.key and secrets.sealed is left, move both away and store the secrets again with 'harombe secrets set'.");
        }
    }
}
