using Harombe.Core.Secrets;
using Harombe.Secrets.Scanning;
using Harombe.Secrets.Scanning.Issued;

namespace Harombe.Secrets;

/// <summary>A scanner that knows every format and no stored secret, for files of others. Needs no data folder.</summary>
public static class FormatScanner
{
    /// <summary>Makes one. Thread-safe, like every scanner.</summary>
    public static ISecretScanner Create() => new SecretScanner(new IssuedSecrets());
}
