using System.Text.Json.Nodes;
using Harombe.Testing.Vault.Engines;

namespace Harombe.Testing.Vault;

/// <summary>What one namespace has: its mounts, policies and namespaces below it. Tokens, leases and wraps are the server's. Called by one request at a time.</summary>
internal sealed class Realm
{
    private readonly Dictionary<string, IEngine> mounts = new(StringComparer.Ordinal);
    private readonly TokenStore tokens;
    private readonly LeaseStore leases;
    private readonly Wraps wraps;

    public Realm(TokenStore tokens, LeaseStore leases, Wraps wraps)
    {
        (this.tokens, this.leases, this.wraps) = (tokens, leases, wraps);
        mounts["auth/token/"] = new Tokens(tokens);
    }

    public Policies Policies { get; } = new();

    /// <summary>Told of each namespace that is made below this one.</summary>
    public Action<string> NamespaceMade { get; set; } = _ => { };

    /// <summary>Answers a request whose token is good.</summary>
    public Reply Answer(string operation, string path, JsonObject body, TokenEntry? token, DateTimeOffset now)
    {
        if (path.StartsWith("sys/", StringComparison.Ordinal))
        {
            return AnswerSys(new Asked(operation, path["sys/".Length..].TrimEnd('/'), body, token, "sys/", now));
        }

        return Find(path) is var (mount, engine)
            ? engine.Answer(new Asked(operation, path[mount.Length..].TrimEnd('/'), body, token, mount, now))
            : Reply.Errors(404, $"no handler for route \"{path}\". route entry not found.");
    }

    /// <summary>Whether the path is asked without a token.</summary>
    public bool IsOpen(string path) => Find(path) is var (mount, engine) && engine.IsOpen(path[mount.Length..]);

    private (string Mount, IEngine Engine)? Find(string path) =>
        mounts.Where(mount => path.StartsWith(mount.Key, StringComparison.Ordinal)).OrderByDescending(mount => mount.Key.Length).Select(mount => ((string, IEngine)?)(mount.Key, mount.Value)).FirstOrDefault();

    private Reply AnswerSys(Asked asked)
    {
        switch (asked.Path.Split('/', 2), asked.Operation)
        {
            case (["mounts", var path], "write"):
                return Mount(path + "/", asked.Text("type"), asked.Body["options"]?["version"]?.ToString() ?? "1");
            case (["auth", var path], "write"):
                return Mount($"auth/{path}/", asked.Text("type"), "");
            case (["mounts", var path], "delete"):
                mounts.Remove(path + "/");
                return Reply.Nothing;
            case (["auth", var path], "delete"):
                mounts.Remove($"auth/{path}/");
                return Reply.Nothing;
            case (["policies", var path], "write") when path.StartsWith("acl/", StringComparison.Ordinal):
                Policies.Write(path["acl/".Length..], asked.Text("policy"));
                return Reply.Nothing;
            case (["namespaces", var name], "write"):
                NamespaceMade(name);
                return Reply.Of(new JsonObject { ["id"] = "ns", ["path"] = name + "/" });
            case (["leases", var verb], "write"):
                return Lease(verb, asked);
            case (["wrapping", "unwrap"], "write"):
                return wraps.Unwrap(asked.Text("token"), asked.Now);
            case (["wrapping", "lookup"], "write"):
                return wraps.Lookup(asked.Text("token"), asked.Now);
            case (["wrapping", "wrap"], "write"):
                return Reply.Of((JsonObject)asked.Body.DeepClone());
            default:
                return Reply.Errors(404, "unsupported path");
        }
    }

    private Reply Mount(string path, string type, string version)
    {
        if (mounts.ContainsKey(path))
        {
            return Reply.Errors(400, $"path is already in use at {path}");
        }

        IEngine? engine = (type, version) switch
        {
            ("kv", "2") or ("kv-v2", _) => new KeyValueTwo(),
            ("kv", _) => new KeyValueOne(),
            ("database", _) => new Database(leases),
            ("transit", _) => new Transit(),
            ("approle", _) => new AppRole(tokens),
            ("jwt" or "kubernetes", _) => new Jwt(tokens),
            _ => null,
        };
        if (engine is null)
        {
            return Reply.Errors(400, $"plugin not found in the catalog: {type}");
        }

        mounts.Add(path, engine);
        return Reply.Nothing;
    }

    private Reply Lease(string verb, Asked asked)
    {
        var id = asked.Text("lease_id");
        var lease = leases.Find(id, asked.Now);
        switch (verb)
        {
            case "revoke":
                // Also of one that nobody knows: it is over either way.
                leases.Revoke(id);
                return Reply.Nothing;
            case "renew":
                return lease is null ? Reply.Errors(400, "lease not found") : Reply.Leased(null, id, LeaseStore.Renew(lease, asked.Seconds("increment", 0), asked.Now), renewable: true);
            case "lookup":
                return lease is null ? Reply.Errors(400, "invalid lease") : Reply.Of(new JsonObject
                {
                    ["id"] = id,
                    ["issue_time"] = lease.Issued.ToString("O"),
                    ["expire_time"] = lease.Ends.ToString("O"),
                    ["last_renewal"] = lease.LastRenewal?.ToString("O"),
                    ["renewable"] = true,
                    ["ttl"] = (long)(lease.Ends - asked.Now).TotalSeconds,
                });
            default:
                return Reply.Errors(404, "unsupported path");
        }
    }
}
