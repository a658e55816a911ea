using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Harombe.Core.Calls;

namespace Harombe.Core.Approvals;

/// <summary>What an approval is bound to. Change one byte of it and the approval is for another call.</summary>
public static class CallBinding
{
    /// <summary>
    /// HMAC-SHA-256, in lower-case hex, over the canonical form of call, tool definition, arguments, principal, session, policy version,
    /// expiry and nonce. The key lies outside the store that keeps the binding: who can write the store can't make one.
    /// </summary>
    public static string Of(ReadOnlySpan<byte> key, ToolCall call, string policyVersion, DateTimeOffset expiresAt, string nonce)
    {
        ArgumentNullException.ThrowIfNull(call);
        var form = new JsonObject
        {
            ["call"] = call.Id.Value,
            ["tool"] = call.Tool.Name.Value,
            ["definition"] = call.Tool.Fingerprint,
            ["arguments"] = call.Arguments.Hash.Value,
            ["principal"] = call.Principal.Id.Value,
            ["session"] = call.Session.Value,
            ["policy"] = policyVersion,
            ["expires"] = expiresAt.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
            ["nonce"] = nonce,
        };
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, CanonicalJson.Write(form)));
    }
}
