using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Harombe.Testing.Vault.Engines;

/// <summary>The database engine: a user for each read, with a lease; static roles whose password is rotated. There is no database behind it.</summary>
internal sealed class Database(LeaseStore leases) : IEngine
{
    private readonly Dictionary<string, (long Ttl, long MaxTtl)> roles = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string User, string Password, DateTimeOffset Rotated)> statics = new(StringComparer.Ordinal);

    public Reply Answer(Asked asked)
    {
        var (part, name) = asked.Path.Split('/', 2) is [var first, var rest] ? (first, rest) : (asked.Path, "");
        switch (part, asked.Operation)
        {
            case ("config", "write"):
                return Reply.Nothing;
            case ("roles", "write"):
                roles[name] = (asked.Seconds("default_ttl", 3600), asked.Seconds("max_ttl", 86400));
                return Reply.Nothing;
            case ("static-roles", "write"):
                statics[name] = (asked.Text("username"), Password(), asked.Now);
                return Reply.Nothing;
            case ("rotate-role", "write") when statics.TryGetValue(name, out var old):
                statics[name] = old with { Password = Password(), Rotated = asked.Now };
                return Reply.Nothing;
            case ("static-creds", "read") when statics.TryGetValue(name, out var one):
                return Reply.Of(new JsonObject { ["username"] = one.User, ["password"] = one.Password, ["last_vault_rotation"] = one.Rotated.ToString("O"), ["rotation_period"] = 86400, ["ttl"] = 86400 });
            case ("creds", "read") when roles.TryGetValue(name, out var role) && asked.Token is { } token:
                var lease = leases.Make($"{asked.Mount}creds/{name}", token, role.Ttl, role.MaxTtl, asked.Now);
                return Reply.Leased(new JsonObject { ["username"] = $"v-{name}-{RandomNumberGenerator.GetHexString(8)}", ["password"] = Password() }, lease.Id, role.Ttl, renewable: true);
            default:
                return Reply.Errors(400, $"unknown role: {name}");
        }
    }

    private static string Password() => RandomNumberGenerator.GetHexString(10) + "-" + RandomNumberGenerator.GetHexString(10);
}
