using System.Security.Cryptography;

namespace Harombe.Core.Secrets;

/// <summary>Names one lease. Not a secret: it is written down, and says nothing of what was leased.</summary>
public readonly record struct LeaseId(string Value)
{
    /// <summary>A fresh id with 128 random bits.</summary>
    public static LeaseId New() => new("lse_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));

    /// <inheritdoc/>
    public override string ToString() => Value;
}
