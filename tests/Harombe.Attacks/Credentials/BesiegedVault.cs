using System.Net.Http.Json;
using Harombe.Core.Secrets;
using Harombe.Core.State;
using Harombe.Core.Tools;
using Harombe.Host.State;
using Harombe.Secrets;
using Harombe.Secrets.Scanning.Issued;
using Harombe.Secrets.SealedFile;
using Harombe.Secrets.Vault;
using Harombe.Testing;
using Harombe.Testing.Roads;
using Harombe.Testing.Vault;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Harombe.Attacks.Credentials;

/// <summary>A Vault on loopback whose line an adversary holds, a client that logs in with its root token, and the real road to tools that are leased from it.</summary>
internal sealed class BesiegedVault : IAsyncDisposable
{
    public const string Value = "correct horse battery";

    private readonly TemporaryFolder folder = new();
    private readonly List<IAsyncDisposable> owned = [];
    private readonly VaultServer server;

    private BesiegedVault(VaultServer server, VaultLineOnLoopback line)
    {
        (this.server, Line) = (server, line);
        Options = new VaultOptions { Address = line.Url, KeyValueVersion = 1, Timeout = TimeSpan.FromMinutes(1), AttemptTimeout = TimeSpan.FromSeconds(30), Pause = TimeSpan.FromMilliseconds(5) };
    }

    public VaultLineOnLoopback Line { get; }

    public VaultOptions Options { get; }

    public string Token => server.RootToken;

    public Uri Behind => server.Url;

    public static async Task<BesiegedVault> StartAsync()
    {
        var server = await VaultServer.StartAsync(TimeProvider.System);
        var vault = new BesiegedVault(server, await VaultLineOnLoopback.StartAsync(server.Url));
        await vault.AskAsync("sys/mounts/secret", new { type = "kv" });
        await vault.AskAsync("secret/harombe/github/token", new { value = Value });
        await vault.AskAsync("secret/harombe/bank/password", new { value = "another horse entirely" });
        using var token = new Secret(System.Text.Encoding.ASCII.GetBytes(server.RootToken));
        await vault.Own().WriteAsync(SecretName.Parse("vault/credential"), token, CancellationToken.None);
        return vault;
    }

    public VaultClient Client()
    {
        var client = new VaultClient(Options, Own(), new IssuedSecrets(), TimeProvider.System, NullLogger<VaultClient>.Instance);
        owned.Add(client);
        return client;
    }

    public SealedFileSecrets Own() => new(new SecretsOptions { Folder = folder.Path }, new IssuedSecrets(), TimeProvider.System);

    /// <summary>The host's own stations over this Vault, with these tools: each has a name, its secrets (revealed where marked '!') and a body.</summary>
    public Road Road(params (string Name, string Secrets, ToolBody Body)[] offered)
    {
        var tools = new CountedTools();
        foreach (var (name, secrets, body) in offered)
        {
            var names = secrets.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            tools.Add(name, body, tool => tool with
            {
                Secrets = [.. names.Select(one => SecretName.Parse(one.TrimEnd('!')))],
                Revealed = [.. names.Where(one => one.EndsWith('!')).Select(one => SecretName.Parse(one.TrimEnd('!')))],
                Hosts = ["api.example.com"],
            });
        }

        var road = new Road(tools, null, services =>
        {
            services.AddStateStore(folder["state.db"]);
            services.AddHarombeSecrets(options => (options.Folder, options.Vault) = (folder.Path, Options));
            services.AddHarombeLeases();
        });
        owned.Add(new Ending(road));
        return road;
    }

    public async Task AskAsync(string path, object body)
    {
        using var http = new HttpClient { BaseAddress = new Uri(server.Url, "/v1/") };
        http.DefaultRequestHeaders.Add("X-Vault-Token", server.RootToken);
        using var response = await http.PostAsJsonAsync(path, body);
        Assert.True(response.IsSuccessStatusCode, path);
    }

    public async ValueTask DisposeAsync()
    {
        Line.Weather = _ => Task.FromResult(false);
        foreach (var one in owned)
        {
            await one.DisposeAsync();
        }

        await Line.DisposeAsync();
        await server.DisposeAsync();
        folder.Dispose();
    }

    private sealed class Ending(Road road) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            road.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
