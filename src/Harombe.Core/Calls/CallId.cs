using System.Security.Cryptography;

namespace Harombe.Core.Calls;

/// <summary>Names one call of one tool. The audit log admits a single intent for each, which is what makes a call run at most once.</summary>
public readonly record struct CallId(string Value)
{
    /// <summary>A fresh id with 128 random bits.</summary>
    public static CallId New() => new("call_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));

    /// <inheritdoc/>
    public override string ToString() => Value;
}
