using System.Text.Json.Nodes;

namespace Harombe.Testing.Vault.Engines;

/// <summary>The token auth method, at <c>auth/token</c>.</summary>
internal sealed class Tokens(TokenStore tokens) : IEngine
{
    public Reply Answer(Asked asked)
    {
        if (asked.Token is not { } own)
        {
            return Reply.Denied;
        }

        switch (asked.Path, asked.Operation)
        {
            case ("create", "write") or ("create-orphan", "write"):
                var policies = (asked.Body["policies"] as JsonArray ?? []).Select(policy => policy?.GetValue<string>() ?? "").ToList();
                var ttl = asked.Seconds("period", asked.Seconds("ttl", 2764800));
                return Reply.Auth(tokens.Make(policies, ttl, asked.Seconds("explicit_max_ttl", 0), asked.Now, asked.Body["renewable"]?.GetValue<bool>() != false, (int)asked.Seconds("num_uses", 0)), ttl);
            case ("lookup-self", "read"):
                return Describe(own, asked.Now);
            case ("lookup", "write"):
                return tokens.Find(asked.Text("token"), asked.Now) is { } found ? Describe(found, asked.Now) : Reply.Errors(403, "bad token");
            case ("lookup-accessor", "write"):
                return tokens.ByAccessor(asked.Text("accessor"), asked.Now) is { } by ? Describe(by, asked.Now) : Reply.Errors(403, "invalid accessor");
            case ("renew-self", "write"):
                return own.Renewable ? Reply.Auth(own, TokenStore.Renew(own, asked.Seconds("increment", 0), asked.Now)) : Reply.Errors(400, "lease is not renewable");
            case ("revoke-self", "write"):
                tokens.Revoke(own);
                return Reply.Nothing;
            case ("revoke", "write"):
                if (tokens.Find(asked.Text("token"), asked.Now) is { } revoked)
                {
                    tokens.Revoke(revoked);
                }

                return Reply.Nothing;
            case ("revoke-accessor", "write"):
                if (tokens.ByAccessor(asked.Text("accessor"), asked.Now) is not { } known)
                {
                    return Reply.Errors(400, "invalid accessor");
                }

                tokens.Revoke(known);
                return Reply.Nothing;
            default:
                return Reply.Absent;
        }
    }

    private static Reply Describe(TokenEntry token, DateTimeOffset now) => Reply.Of(new JsonObject
    {
        ["accessor"] = token.Accessor,
        ["creation_time"] = token.Made.ToUnixTimeSeconds(),
        ["creation_ttl"] = token.Ttl,
        ["display_name"] = "token",
        ["expire_time"] = token.Ends?.ToString("O"),
        ["explicit_max_ttl"] = 0,
        ["id"] = token.Id,
        ["last_renewal_time"] = token.LastRenewal?.ToUnixTimeSeconds(),
        ["num_uses"] = token.UsesLeft,
        ["orphan"] = true,
        ["policies"] = new JsonArray([.. token.Policies.Select(policy => (JsonNode)policy)]),
        ["renewable"] = token.Renewable,
        ["ttl"] = token.Ends is { } ends ? (long)(ends - now).TotalSeconds : 0,
        ["type"] = "service",
    });
}
