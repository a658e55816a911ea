using System.Security.Cryptography;

namespace Harombe.Core.Calls;

/// <summary>Names one conversation, or one MCP session. Ids of conversations carry 128 random bits but are no credential.</summary>
public readonly record struct SessionId(string Value)
{
    /// <summary>A fresh id.</summary>
    public static SessionId New() => new("ses_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));

    /// <inheritdoc/>
    public override string ToString() => Value;
}
