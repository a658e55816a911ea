using System.Security.Cryptography;

namespace Harombe.Core.Calls;

/// <summary>SHA-256 of canonical arguments, in lower-case hex.</summary>
public readonly record struct ArgumentsHash(string Value)
{
    internal static ArgumentsHash Of(ReadOnlySpan<byte> canonical) => new(Convert.ToHexStringLower(SHA256.HashData(canonical)));

    /// <inheritdoc/>
    public override string ToString() => Value;
}
