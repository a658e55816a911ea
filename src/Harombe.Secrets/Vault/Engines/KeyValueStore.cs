using System.Text.Json;
using Harombe.Core.Secrets;

namespace Harombe.Secrets.Vault.Engines;

/// <summary>The folder of a key-value engine (version 1 or 2) in which our own secrets stand. Thread-safe.</summary>
/// <remarks>Source: the KV pages of Vault's API documents. Version 2 keeps <c>data/</c> and <c>metadata/</c> apart, and checks the version that a write builds on.</remarks>
internal sealed class KeyValueStore(IVault vault, VaultOptions options)
{
    private const int Deepest = 8;
    private const int Most = 10_000;

    /// <summary>The names of all that stand there.</summary>
    /// <exception cref="VaultException">They can't be listed.</exception>
    public async ValueTask<IReadOnlyList<SecretName>> ListAsync(CancellationToken cancellationToken)
    {
        var names = new List<SecretName>();
        var folders = new Queue<(string Path, int Depth)>([("", 0)]);
        while (folders.TryDequeue(out var folder) && names.Count < Most)
        {
            foreach (var key in await vault.ListAsync(At("metadata", folder.Path), cancellationToken).ConfigureAwait(false))
            {
                // What isn't a name of ours was put there by somebody else.
                if (!SecretName.TryParse((folder.Path + key).TrimEnd('/'), out var name))
                {
                    continue;
                }

                if (!key.EndsWith('/'))
                {
                    names.Add(name);
                }
                else if (folder.Depth < Deepest)
                {
                    folders.Enqueue((folder.Path + key, folder.Depth + 1));
                }
            }
        }

        return names;
    }

    /// <summary>Writes a value. In version 2 it replaces the version that stood there a moment ago, and no other.</summary>
    /// <exception cref="VaultException">It can't be written.</exception>
    public async ValueTask WriteAsync(SecretName name, Secret value, CancellationToken cancellationToken)
    {
        if (options.KeyValueVersion == 1)
        {
            (await vault.WriteAsync(At("data", name.Value), body => body.WriteString(SecretPlace.OwnField, value.Reveal()), once: false, cancellationToken).ConfigureAwait(false))?.Dispose();
            return;
        }

        var version = await VersionAsync(name, cancellationToken).ConfigureAwait(false);
        (await vault.WriteAsync(
            At("data", name.Value),
            body =>
            {
                body.WriteStartObject("options");
                body.WriteNumber("cas", version);
                body.WriteEndObject();
                body.WriteStartObject("data");
                body.WriteString(SecretPlace.OwnField, value.Reveal());
                body.WriteEndObject();
            },
            once: false,
            cancellationToken).ConfigureAwait(false))?.Dispose();
    }

    /// <summary>Removes it, with every version; false when there was none.</summary>
    /// <exception cref="VaultException">It can't be removed.</exception>
    public async ValueTask<bool> RemoveAsync(SecretName name, CancellationToken cancellationToken)
    {
        using var found = await vault.ReadAsync(At("metadata", name.Value), once: false, cancellationToken).ConfigureAwait(false);
        if (found is null)
        {
            return false;
        }

        await vault.DeleteAsync(At("metadata", name.Value), cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async ValueTask<long> VersionAsync(SecretName name, CancellationToken cancellationToken)
    {
        using var found = await vault.ReadAsync(At("metadata", name.Value), once: false, cancellationToken).ConfigureAwait(false);
        return found is { Data.ValueKind: JsonValueKind.Object } && found.Data.TryGetProperty("current_version", out var version) && version.TryGetInt64(out var number) ? number : 0;
    }

    private string At(string part, string path) =>
        $"{options.KeyValueMount}/{(options.KeyValueVersion == 2 ? part + "/" : "")}{SecretPlace.Under(options.KeyValueFolder, path)}".TrimEnd('/');
}
