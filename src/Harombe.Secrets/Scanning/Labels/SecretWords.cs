using System.Buffers;

namespace Harombe.Secrets.Scanning.Labels;

/// <summary>The words by which people and programs call a secret.</summary>
internal static class SecretWords
{
    public static readonly SearchValues<string> Any = SearchValues.Create(
        ["key", "token", "secret", "password", "passwd", "auth", "credential", "bearer", "access", "login"], StringComparison.OrdinalIgnoreCase);
}
