using System.Security.Cryptography;

namespace Harombe.Core.Approvals;

/// <summary>Names one question to a person. 128 random bits; knowing it lets nobody answer.</summary>
public readonly record struct ApprovalId(string Value)
{
    /// <summary>A fresh id.</summary>
    public static ApprovalId New() => new("apr_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));

    /// <inheritdoc/>
    public override string ToString() => Value;
}
