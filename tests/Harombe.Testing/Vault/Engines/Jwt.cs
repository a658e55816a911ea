using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Harombe.Testing.Vault.Engines;

/// <summary>
/// The JWT auth method. A login has the form of one by Kubernetes (a role and a JWT), without the cluster that Kubernetes' review of the token needs: so it
/// stands for both, here as on a real server.
/// </summary>
internal sealed class Jwt(TokenStore tokens) : IEngine
{
    private readonly Dictionary<string, (List<string> Policies, string Subject, string Audience, long Ttl)> roles = new(StringComparer.Ordinal);
    private ECDsa? key;

    public bool IsOpen(string path) => path == "login";

    public Reply Answer(Asked asked)
    {
        switch (asked.Path.Split('/'), asked.Operation)
        {
            case (["config"], "write"):
                key = ECDsa.Create();
                key.ImportFromPem(asked.Body["jwt_validation_pubkeys"]?[0]?.GetValue<string>());
                return Reply.Nothing;
            case (["role", var name], "write"):
                roles[name] = ([.. (asked.Body["token_policies"] as JsonArray ?? []).Select(policy => policy?.GetValue<string>() ?? "")],
                    asked.Text("bound_subject"), asked.Body["bound_audiences"]?[0]?.GetValue<string>() ?? "", asked.Seconds("token_ttl", 3600));
                return Reply.Nothing;
            case (["login"], "write"):
                return roles.TryGetValue(asked.Text("role"), out var role) && IsGood(asked.Text("jwt"), role.Subject, role.Audience, asked.Now)
                    ? Reply.Auth(tokens.Make(role.Policies, role.Ttl, 0, asked.Now), role.Ttl)
                    : Reply.Errors(400, "error validating token: invalid signature or claims");
            default:
                return Reply.Absent;
        }
    }

    private bool IsGood(string jwt, string subject, string audience, DateTimeOffset now)
    {
        if (jwt.Split('.') is not [var header, var claims, var signature] || key is null
            || !key.VerifyData(System.Text.Encoding.ASCII.GetBytes($"{header}.{claims}"), Base64Url.DecodeFromChars(signature), HashAlgorithmName.SHA256))
        {
            return false;
        }

        using var said = JsonDocument.Parse(Base64Url.DecodeFromChars(claims));
        return said.RootElement.GetProperty("sub").GetString() == subject && said.RootElement.GetProperty("aud").GetString() == audience
            && said.RootElement.GetProperty("exp").GetInt64() > now.ToUnixTimeSeconds();
    }
}
