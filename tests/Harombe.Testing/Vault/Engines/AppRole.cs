using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Harombe.Testing.Vault.Engines;

/// <summary>The AppRole auth method.</summary>
internal sealed class AppRole(TokenStore tokens) : IEngine
{
    private readonly Dictionary<string, Role> roles = new(StringComparer.Ordinal);

    public bool IsOpen(string path) => path == "login";

    public Reply Answer(Asked asked)
    {
        if (asked.Path == "login" && asked.Operation == "write")
        {
            return Login(asked);
        }

        return (asked.Path.Split('/'), asked.Operation) switch
        {
            (["role", var name], "write") => Write(name, asked),
            (["role", var name, "role-id"], "read") when roles.TryGetValue(name, out var role) => Reply.Of(new JsonObject { ["role_id"] = role.Id }),
            (["role", var name, "secret-id"], "write") when roles.TryGetValue(name, out var role) => Issue(role),
            (["role", var name, "secret-id", "destroy"], "write") when roles.TryGetValue(name, out var role) => Destroy(role, secret => secret.Key == asked.Text("secret_id")),
            (["role", var name, "secret-id-accessor", "destroy"], "write") when roles.TryGetValue(name, out var role) => Destroy(role, secret => secret.Value == asked.Text("secret_id_accessor")),
            (["role", var name, "secret-id", "lookup"], "write") when roles.TryGetValue(name, out var role) =>
                role.SecretIds.TryGetValue(asked.Text("secret_id"), out var accessor) ? Reply.Of(new JsonObject { ["secret_id_accessor"] = accessor, ["secret_id_num_uses"] = 0, ["secret_id_ttl"] = 0 }) : Reply.Nothing,
            _ => Reply.Absent,
        };
    }

    private Reply Login(Asked asked)
    {
        var role = roles.Values.FirstOrDefault(one => one.Id == asked.Text("role_id"));
        return role is not null && role.SecretIds.ContainsKey(asked.Text("secret_id"))
            ? Reply.Auth(tokens.Make(role.Policies, role.Ttl, role.MaxTtl, asked.Now), role.Ttl)
            : Reply.Errors(400, "invalid role or secret ID");
    }

    private Reply Write(string name, Asked asked)
    {
        var policies = asked.Body["token_policies"] switch
        {
            JsonArray list => list.Select(policy => policy?.GetValue<string>() ?? "").ToList(),
            JsonValue text => [.. text.GetValue<string>().Split(',')],
            _ => [],
        };
        var old = roles.GetValueOrDefault(name);
        roles[name] = new Role(old?.Id ?? Guid.NewGuid().ToString(), policies, asked.Seconds("token_ttl", 3600), asked.Seconds("token_max_ttl", 0), old?.SecretIds ?? new(StringComparer.Ordinal));
        return Reply.Nothing;
    }

    private static Reply Issue(Role role)
    {
        var secretId = Guid.NewGuid().ToString();
        role.SecretIds.Add(secretId, RandomNumberGenerator.GetHexString(24));
        return Reply.Of(new JsonObject { ["secret_id"] = secretId, ["secret_id_accessor"] = role.SecretIds[secretId], ["secret_id_num_uses"] = 0, ["secret_id_ttl"] = 0 });
    }

    private static Reply Destroy(Role role, Func<KeyValuePair<string, string>, bool> isMeant)
    {
        foreach (var secret in role.SecretIds.Where(isMeant).ToList())
        {
            role.SecretIds.Remove(secret.Key);
        }

        return Reply.Nothing;
    }

    private sealed record Role(string Id, List<string> Policies, long Ttl, long MaxTtl, Dictionary<string, string> SecretIds);
}
