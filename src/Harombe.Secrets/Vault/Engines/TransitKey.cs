namespace Harombe.Secrets.Vault.Engines;

/// <summary>A key that never leaves Vault's transit engine: it encrypts and signs there. Thread-safe.</summary>
/// <param name="vault">Where it is.</param>
/// <param name="mount">Where the engine is mounted, usually <c>transit</c>.</param>
/// <param name="name">The key's name.</param>
internal sealed class TransitKey(IVault vault, string mount, string name)
{
    /// <summary>The ciphertext, as <c>vault:v1:…</c>: it names the version of the key.</summary>
    /// <exception cref="VaultException">Vault can't or won't.</exception>
    public ValueTask<string> EncryptAsync(ReadOnlyMemory<byte> plain, CancellationToken cancellationToken) =>
        AskAsync("encrypt", body => body.WriteBase64String("plaintext", plain.Span), "ciphertext", cancellationToken);

    /// <summary>The plain bytes of a ciphertext.</summary>
    /// <exception cref="VaultException">It was changed, is of another key, or Vault can't.</exception>
    public async ValueTask<byte[]> DecryptAsync(string ciphertext, CancellationToken cancellationToken) =>
        Convert.FromBase64String(await AskAsync("decrypt", body => body.WriteString("ciphertext", ciphertext), "plaintext", cancellationToken).ConfigureAwait(false));

    /// <summary>A signature over the bytes, as <c>vault:v1:…</c>.</summary>
    /// <exception cref="VaultException">Vault can't or won't.</exception>
    public ValueTask<string> SignAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        AskAsync("sign", body => body.WriteBase64String("input", content.Span), "signature", cancellationToken);

    /// <summary>Whether the signature is of these bytes.</summary>
    /// <exception cref="VaultException">Vault can't say.</exception>
    public async ValueTask<bool> VerifyAsync(ReadOnlyMemory<byte> content, string signature, CancellationToken cancellationToken)
    {
        using var answer = await vault.WriteAsync(
            $"{mount}/verify/{name}",
            body =>
            {
                body.WriteBase64String("input", content.Span);
                body.WriteString("signature", signature);
            },
            once: false,
            cancellationToken).ConfigureAwait(false);
        return answer is not null && answer.Data.TryGetProperty("valid", out var valid) && valid.ValueKind == System.Text.Json.JsonValueKind.True;
    }

    private async ValueTask<string> AskAsync(string verb, Action<System.Text.Json.Utf8JsonWriter> body, string field, CancellationToken cancellationToken)
    {
        using var answer = await vault.WriteAsync($"{mount}/{verb}/{name}", body, once: false, cancellationToken).ConfigureAwait(false);
        return answer is not null && VaultAnswer.Text(answer.Data, field) is { Length: > 0 } text
            ? text
            : throw new VaultException(VaultFault.Foreign, $"The transit engine answered without a {field}.");
    }
}
