using System.Collections.Immutable;
using Harombe.Host.Configuration.Values;

namespace Harombe.Host.Configuration;

/// <summary>The keys of the sealed file, a part of <see cref="ConfigurationKeys"/>.</summary>
internal static class SealedFileKeys
{
    public static readonly ConfigurationKey KeyFile = new(
        "security.credentials.key_file", new PathKind(), null, "The 32 bytes that seal the secrets, where others keep them: a credential of systemd, a mounted secret.")
        { Derived = "secrets.key in the data folder" };

    public static readonly ConfigurationKey PassphraseFile = new(
        "security.credentials.passphrase_file", new PathKind(), null, "A file of mode 0600 with a passphrase that makes the key, by Argon2id.") { Derived = "none: a key file" };

    /// <summary>All of them, in the order of the documentation.</summary>
    public static readonly ImmutableArray<ConfigurationKey> All = [KeyFile, PassphraseFile];
}
