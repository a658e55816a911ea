namespace Harombe.Host.Configuration;

/// <summary>The name of a secret in the secret store. Safe to print: it says where the value is, never what it is.</summary>
internal sealed record SecretReference(string Name)
{
    /// <summary>What every reference starts with.</summary>
    public const string Scheme = "secret://";

    public override string ToString() => Scheme + Name;
}
