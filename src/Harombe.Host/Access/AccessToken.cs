using System.Security.Cryptography;
using System.Text;
using Harombe.Core.Principals;

namespace Harombe.Host.Access;

/// <summary>Makes and hashes tokens. A token carries 160 random bits, so its plain SHA-256 at rest can't be searched.</summary>
internal static class AccessToken
{
    /// <summary>A fresh token. The letter says its kind to people who find one; the scanner knows the form.</summary>
    public static string New(TokenKinds kinds) => $"hrb_{Letter(kinds)}_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20))}";

    /// <summary>What is stored of a token.</summary>
    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private static char Letter(TokenKinds kinds) => kinds.HasFlag(TokenKinds.Admin) ? 'o' : kinds.HasFlag(TokenKinds.Approver) ? 'a' : 'c';
}
