using Harombe.Core.Secrets;

namespace Harombe.Secrets.Vault.Engines;

/// <summary>Where a secret stands in Vault: a path of its API, and the field there.</summary>
/// <param name="Path">For example <c>database/creds/app</c>, <c>secret/data/ci/github</c>.</param>
/// <param name="Field">For example <c>password</c>.</param>
internal readonly record struct SecretPlace(string Path, string Field)
{
    /// <summary>The field of secrets that we store ourselves.</summary>
    public const string OwnField = "value";

    /// <summary>Reads <c>path#field</c>; false when it is not one.</summary>
    public static bool TryParse(string text, out SecretPlace place)
    {
        place = default;
        if (text.Split('#') is not [{ Length: > 0 and <= 512 } path, { Length: > 0 and <= 128 } field]
            || path.Split('/') is not { Length: > 1 } parts || parts.Any(part => part is "" or "." or "..") || text.Any(c => char.IsControl(c) || c is '?' or ' '))
        {
            return false;
        }

        place = new SecretPlace(path, field);
        return true;
    }

    /// <summary>The place of a name, by the options.</summary>
    public static SecretPlace Of(SecretName name, VaultOptions options) => options.Paths.TryGetValue(name, out var written)
        ? TryParse(written, out var place) ? place : throw new SecretsUnavailableException($"The place of {name} in Vault, '{written}', is not a path, '#' and a field.", null)
        : new SecretPlace($"{options.KeyValueMount}/{(options.KeyValueVersion == 2 ? "data/" : "")}{Under(options.KeyValueFolder, name.Value)}", OwnField);

    /// <summary>A path below a folder, which may be none.</summary>
    public static string Under(string folder, string path) => folder.Length == 0 ? path : $"{folder}/{path}";
}
