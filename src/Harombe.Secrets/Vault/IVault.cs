using System.Text.Json;

namespace Harombe.Secrets.Vault;

/// <summary>
/// A Vault or OpenBao server as a logged-in client sees it: paths without <c>v1/</c>. All that this station asks of Vault goes through here, so that a
/// package can take the place of <see cref="VaultClient"/>. Thread-safe.
/// </summary>
/// <remarks>Source: the HTTP API documents at developer.hashicorp.com/vault/api-docs and openbao.org/api-docs.</remarks>
internal interface IVault
{
    /// <summary>Reads a path of any engine; null when there is nothing. Answers are for the caller to dispose.</summary>
    /// <param name="path">For example <c>secret/data/harombe/github/token</c>.</param>
    /// <param name="once">Reading has an effect (an engine issues something): it is not repeated when the first attempt may have arrived.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="VaultException">It can't be read now, or not by us.</exception>
    ValueTask<VaultAnswer?> ReadAsync(string path, bool once, CancellationToken cancellationToken);

    /// <summary>Writes to a path; the answer is null where the engine gives none.</summary>
    /// <exception cref="VaultException">It can't be written now, or not by us.</exception>
    ValueTask<VaultAnswer?> WriteAsync(string path, Action<Utf8JsonWriter> body, bool once, CancellationToken cancellationToken);

    /// <summary>Deletes what a path has. Nothing there is no error.</summary>
    /// <exception cref="VaultException">It can't be deleted now, or not by us.</exception>
    ValueTask DeleteAsync(string path, CancellationToken cancellationToken);

    /// <summary>The keys below a path, those of folders ending in a slash; none when there is nothing.</summary>
    /// <exception cref="VaultException">They can't be listed now, or not by us.</exception>
    ValueTask<IReadOnlyList<string>> ListAsync(string path, CancellationToken cancellationToken);

    /// <summary>How the server says that it is. Asks without a token.</summary>
    /// <exception cref="VaultException">It doesn't say.</exception>
    ValueTask<VaultHealth> HealthAsync(CancellationToken cancellationToken);
}
