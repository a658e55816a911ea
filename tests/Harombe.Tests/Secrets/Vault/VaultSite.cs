using System.Buffers.Text;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Harombe.Core.Secrets;
using Harombe.Secrets.Scanning.Issued;
using Harombe.Secrets.Vault;
using Harombe.Secrets.Vault.Engines;
using Harombe.Testing.Vault;
using Harombe.Tests.Architecture;
using Harombe.Tests.Secrets.SealedFile;
using Microsoft.Extensions.Logging.Abstractions;

namespace Harombe.Tests.Secrets.Vault;

/// <summary>
/// A Vault with mounts, a policy and roles of this test's own, behind a line that can have bad weather. It is ours on loopback, or the real one at
/// HAROMBE_TEST_VAULT_ADDR, set up with the token HAROMBE_TEST_VAULT_TOKEN: the tests are the same. A real one needs a database for its dynamic
/// credentials: HAROMBE_TEST_VAULT_POSTGRES, a URL with {{username}} and {{password}}, and HAROMBE_TEST_VAULT_POSTGRES_ADMIN, user:password.
/// </summary>
internal sealed class VaultSite : IAsyncDisposable
{
    private static readonly string? RealAddress = Environment.GetEnvironmentVariable("HAROMBE_TEST_VAULT_ADDR");

    private readonly HttpClient admin;
    private readonly List<VaultClient> clients = [];
    private readonly VaultServer? server;
    private readonly ECDsa account = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private VaultSite(Uri address, string token, VaultServer? server, VaultLineOnLoopback line)
    {
        (this.server, Line) = (server, line);
        Mine = "harombe-test-" + RandomNumberGenerator.GetHexString(8, lowercase: true);
        admin = new HttpClient { BaseAddress = new Uri(address, "/v1/") };
        admin.DefaultRequestHeaders.Add("X-Vault-Token", token);
        Root = token;
    }

    /// <summary>What the mounts, the policy and the roles of this test are named.</summary>
    public string Mine { get; }

    public string Root { get; }

    public VaultLineOnLoopback Line { get; }

    public SealedStore Own { get; } = new();

    public IssuedSecrets Issued { get; } = new();

    public static async Task<VaultSite> StartAsync(TimeProvider? time = null)
    {
        var server = RealAddress is null ? await VaultServer.StartAsync(time ?? TimeProvider.System) : null;
        var address = server?.Url ?? new Uri(RealAddress!); // not null: there is no server of ours then
        var token = server?.RootToken ?? Environment.GetEnvironmentVariable("HAROMBE_TEST_VAULT_TOKEN")
            ?? throw new InvalidOperationException("HAROMBE_TEST_VAULT_ADDR is set without HAROMBE_TEST_VAULT_TOKEN.");
        var site = new VaultSite(address, token, server, await VaultLineOnLoopback.StartAsync(address));
        await site.SetUpAsync();
        return site;
    }

    /// <summary>Options with which a client logs in as the deployed host would: by AppRole, under the policy in deploy/vault.</summary>
    public async Task<VaultOptions> OptionsAsync(Action<VaultOptions>? configure = null)
    {
        var options = new VaultOptions
        {
            Address = Line.Url,
            Login = VaultLogin.AppRole,
            LoginMount = Mine + "-approle",
            Role = (await AskAsync(HttpMethod.Get, $"auth/{Mine}-approle/role/harombe/role-id"))!["data"]!["role_id"]!.GetValue<string>(),
            KeyValueMount = Mine + "-kv2",
            // Only the tests of slowness are in a hurry: the machine may be busy.
            Timeout = TimeSpan.FromMinutes(1),
            AttemptTimeout = TimeSpan.FromSeconds(30),
            Pause = TimeSpan.FromMilliseconds(5),
        };
        configure?.Invoke(options);
        if (options.Login == VaultLogin.AppRole && !options.IsWrapped)
        {
            await Own.Store("vault/credential", await SecretIdAsync());
        }

        return options;
    }

    public async Task<VaultClient> ClientAsync(Action<VaultOptions>? configure = null, TimeProvider? time = null) => Client(await OptionsAsync(configure), time);

    public VaultClient Client(VaultOptions options, TimeProvider? time = null)
    {
        clients.Add(new VaultClient(options, Own.Open(Issued), Issued, time ?? TimeProvider.System, NullLogger<VaultClient>.Instance));
        return clients[^1];
    }

    public VaultSecrets Secrets(VaultOptions options, TimeProvider? time = null) => new(Client(options, time), options, Own.Open(Issued), new EnginePaths(), Issued);

    public async Task<string> SecretIdAsync() =>
        (await AskAsync(HttpMethod.Post, $"auth/{Mine}-approle/role/harombe/secret-id"))!["data"]!["secret_id"]!.GetValue<string>(); // not null: that is the form

    /// <summary>Asks as the administrator, past the line; null where nothing is answered or nothing is there.</summary>
    public async Task<JsonObject?> AskAsync(HttpMethod method, string path, object? body = null, string? wrap = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (wrap is not null)
        {
            request.Headers.Add("X-Vault-Wrap-TTL", wrap);
        }

        using var response = await admin.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode || (int)response.StatusCode is 400 or 404, $"{method} {path}: {(int)response.StatusCode} {text}");
        return response.IsSuccessStatusCode && text.Length > 0 ? JsonNode.Parse(text)!.AsObject() : null;
    }

    /// <summary>Ends the token that the client was seen to use last.</summary>
    public Task RevokeLastTokenAsync() => AskAsync(HttpMethod.Post, "auth/token/revoke", new { token = Line.Seen.Last(seen => seen.Token.Length > 0).Token });

    /// <summary>How often somebody logged in by the line.</summary>
    public int Logins => Line.Seen.Count(seen => seen.Path.EndsWith("/login", StringComparison.Ordinal));

    /// <summary>A service account's token, as a kubelet would project it.</summary>
    public string AccountToken(string subject = "system:serviceaccount:tools:harombe")
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var unsigned = $"{Part("{\"alg\":\"ES256\"}")}.{Part($$"""{"iss":"test","sub":"{{subject}}","aud":"vault","iat":{{now}},"nbf":{{now}},"exp":{{now + 600}}}""")}";
        return $"{unsigned}.{Base64Url.EncodeToString(account.SignData(Encoding.ASCII.GetBytes(unsigned), HashAlgorithmName.SHA256))}";

        static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
    }

    public async ValueTask DisposeAsync()
    {
        Line.Weather = _ => Task.FromResult(false);
        foreach (var client in clients)
        {
            await client.DisposeAsync();
        }

        foreach (var mount in (string[])["mounts/{0}-kv1", "mounts/{0}-kv2", "mounts/{0}-db", "mounts/{0}-transit", "auth/{0}-approle", "auth/{0}-k8s"])
        {
            await AskAsync(HttpMethod.Delete, "sys/" + string.Format(System.Globalization.CultureInfo.InvariantCulture, mount, Mine));
        }

        await Line.DisposeAsync();
        if (server is not null)
        {
            await server.DisposeAsync();
        }

        admin.Dispose();
        account.Dispose();
        Own.Dispose();
    }

    private async Task SetUpAsync()
    {
        await AskAsync(HttpMethod.Post, $"sys/mounts/{Mine}-kv1", new { type = "kv" });
        await AskAsync(HttpMethod.Post, $"sys/mounts/{Mine}-kv2", new { type = "kv", options = new { version = "2" } });
        await AskAsync(HttpMethod.Post, $"sys/mounts/{Mine}-db", new { type = "database" });
        await AskAsync(HttpMethod.Post, $"sys/mounts/{Mine}-transit", new { type = "transit" });
        await AskAsync(HttpMethod.Post, $"sys/auth/{Mine}-approle", new { type = "approle" });
        await AskAsync(HttpMethod.Post, $"sys/auth/{Mine}-k8s", new { type = "jwt" });
        await AskAsync(HttpMethod.Post, $"sys/policies/acl/{Mine}", new { policy = Policy() });
        await AskAsync(HttpMethod.Post, $"auth/{Mine}-approle/role/harombe", new { token_policies = new[] { Mine }, token_ttl = 3600 });
        await AskAsync(HttpMethod.Post, $"auth/{Mine}-k8s/config", new { jwt_validation_pubkeys = new[] { account.ExportSubjectPublicKeyInfoPem() } });
        await AskAsync(HttpMethod.Post, $"auth/{Mine}-k8s/role/harombe", new
        {
            role_type = "jwt", user_claim = "sub", bound_subject = "system:serviceaccount:tools:harombe", bound_audiences = new[] { "vault" }, token_policies = new[] { Mine }, token_ttl = 3600,
        });
        await AskAsync(HttpMethod.Post, $"{Mine}-transit/keys/harombe", new { type = "ecdsa-p256" });
        await AskAsync(HttpMethod.Post, $"{Mine}-transit/keys/harombe-seal", new { type = "aes256-gcm96" });
        var administrator = (Environment.GetEnvironmentVariable("HAROMBE_TEST_VAULT_POSTGRES_ADMIN") ?? "postgres:postgres").Split(':', 2);
        await AskAsync(HttpMethod.Post, $"{Mine}-db/config/pg", new
        {
            plugin_name = "postgresql-database-plugin",
            connection_url = Environment.GetEnvironmentVariable("HAROMBE_TEST_VAULT_POSTGRES") ?? "postgresql://{{username}}:{{password}}@127.0.0.1:5432/postgres",
            username = administrator[0],
            password = administrator[1],
            allowed_roles = new[] { "*" },
        });
        await AskAsync(HttpMethod.Post, $"{Mine}-db/roles/harombe-app", new
        {
            db_name = "pg",
            creation_statements = new[] { "CREATE ROLE \"{{name}}\" WITH LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}';" },
            default_ttl = 60,
            max_ttl = 600,
        });
    }

    // The policy that we tell people to use, at this test's mounts: what it doesn't allow, our client must not need.
    private string Policy() => File.ReadAllText(Path.Combine(Checkout.Root, "deploy", "vault", "harombe.hcl"))
        .Replace("\"secret/", $"\"{Mine}-kv2/", StringComparison.Ordinal)
        .Replace("\"database/", $"\"{Mine}-db/", StringComparison.Ordinal)
        .Replace("\"transit/", $"\"{Mine}-transit/", StringComparison.Ordinal)
        .Replace("\"auth/approle/", $"\"auth/{Mine}-approle/", StringComparison.Ordinal)
        + $"path \"{Mine}-kv1/*\" {{ capabilities = [\"create\", \"read\", \"update\", \"list\", \"delete\"] }}\npath \"{Mine}-transit/+/harombe-seal\" {{ capabilities = [\"update\"] }}\n";
}
