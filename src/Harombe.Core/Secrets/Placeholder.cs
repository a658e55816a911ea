using System.Security.Cryptography;

namespace Harombe.Core.Secrets;

/// <summary>
/// Stands for a secret wherever the secret itself must not go. <see cref="Wire"/> is plain ASCII token characters with 96 random bits:
/// valid in a header, a URL and a JSON string, and not to be guessed.
/// </summary>
public sealed record Placeholder(SecretName Name, string Wire)
{
    /// <summary>What a wire form begins with.</summary>
    public const string Prefix = "hrbph_";

    /// <summary>A fresh placeholder.</summary>
    public static Placeholder For(SecretName name) => new(name, Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12)));

    /// <summary>How people see it.</summary>
    public string Display => $"⟦{Name.Value.Replace('/', '-')}⟧";
}

/// <summary>Turns placeholders into values. Given to the egress station only, never to a plugin.</summary>
public interface IPlaceholderResolver
{
    /// <summary>The secret behind a wire form, for a request to this host; null when there is none for that host.</summary>
    Secret? Resolve(string wire, string host);
}
