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
        return Of(key, call, call.Arguments.Hash.Value, policyVersion, expiresAt, nonce);
    }

    /// <summary>The same, for the arguments that were asked about, where a person has put others in their place.</summary>
    /// <param name="key">The key.</param>
    /// <param name="call">The call, but for its arguments.</param>
    /// <param name="arguments">SHA-256 of the canonical arguments, in lower-case hex.</param>
    /// <param name="policyVersion">The version of the policy that decided.</param>
    /// <param name="expiresAt">When the question ends.</param>
    /// <param name="nonce">The question's own.</param>
    public static string Of(ReadOnlySpan<byte> key, ToolCall call, string arguments, string policyVersion, DateTimeOffset expiresAt, string nonce)
    {
        ArgumentNullException.ThrowIfNull(call);
        var form = new JsonObject
        {
            ["call"] = call.Id.Value,
            ["tool"] = call.Tool.Name.Value,
            ["definition"] = call.Tool.Fingerprint,
            ["arguments"] = arguments,
            ["principal"] = call.Principal.Id.Value,
            ["session"] = call.Session.Value,
            ["policy"] = policyVersion,
            ["expires"] = expiresAt.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
            ["nonce"] = nonce,
        };
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, CanonicalJson.Write(form)));
    }
}
