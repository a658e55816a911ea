using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Harombe.Testing.Vault;

/// <summary>
/// Vault on a loopback port, by its public API documents: tokens, policies, mounts, leases, wrapping and namespaces behave as those of the real one, in its
/// words and statuses. It keeps nothing. What a line does to the answers is <see cref="VaultLineOnLoopback"/>'s part.
/// </summary>
public sealed class VaultServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly TimeProvider time;
    private readonly Lock oneAtATime = new();
    private readonly TokenStore tokens = new();
    private readonly LeaseStore leases = new();
    private readonly Wraps wraps = new();
    private readonly Dictionary<string, Realm> realms = new(StringComparer.Ordinal);

    private VaultServer(WebApplication app, TimeProvider time)
    {
        this.app = app;
        this.time = time;
        tokens.Ended = leases.RevokeOf;
        Add("");
        RootToken = tokens.Make(["root"], 0, 0, time.GetUtcNow()).Id;
    }

    /// <summary>Where it listens.</summary>
    public Uri Url => new(app.Urls.First());

    /// <summary>The token that may do everything.</summary>
    public string RootToken { get; }

    /// <summary>Whether it is sealed.</summary>
    public bool IsSealed { get; set; }

    /// <summary>Starts it on a free port, with a certificate or without.</summary>
    public static async Task<VaultServer> StartAsync(TimeProvider time, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));
        var server = new VaultServer(builder.Build(), time);
        server.app.Run(server.AnswerAsync);
        await server.app.StartAsync();
        return server;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        using var buffer = new MemoryStream();
        await http.Request.Body.CopyToAsync(buffer, http.RequestAborted);
        JsonObject body;
        try
        {
            body = buffer.Length == 0 ? [] : JsonNode.Parse(buffer.ToArray()) as JsonObject ?? [];
        }
        catch (JsonException)
        {
            await WriteAsync(http, Reply.Errors(400, "failed to parse JSON input"));
            return;
        }

        Reply reply;
        lock (oneAtATime)
        {
            reply = Answer(http.Request, body);
        }

        await WriteAsync(http, reply);
    }

    private Reply Answer(HttpRequest request, JsonObject body)
    {
        var path = request.Path.Value is ['/', 'v', '1', '/', .. var rest] ? rest : "";
        if (path is "sys/health" or "sys/seal-status")
        {
            return Health(path);
        }

        if (IsSealed)
        {
            return Reply.Errors(503, "Vault is sealed");
        }

        var now = time.GetUtcNow();
        var operation = request.Method switch
        {
            "GET" when request.Query["list"] == "true" => "list",
            "GET" => "read",
            "LIST" => "list",
            "POST" or "PUT" => "write",
            "DELETE" => "delete",
            _ => "",
        };
        if (operation.Length == 0)
        {
            return Reply.Errors(405);
        }

        if (!realms.TryGetValue(request.Headers["X-Vault-Namespace"].ToString().Trim('/'), out var realm))
        {
            return Reply.Errors(404, "no handler for route. route entry not found.");
        }

        var reply = Permitted(realm, operation, path, body, request.Headers["X-Vault-Token"].ToString(), now);
        return request.Headers["X-Vault-Wrap-TTL"].ToString() is { Length: > 0 } ttl && reply.Status == 200
            ? wraps.Wrap(reply, long.Parse(ttl.TrimEnd('s'), System.Globalization.CultureInfo.InvariantCulture), path, now)
            : reply;
    }

    private Reply Permitted(Realm realm, string operation, string path, JsonObject body, string token, DateTimeOffset now)
    {
        if (path == "sys/wrapping/unwrap" && !body.ContainsKey("token"))
        {
            // The wrapping token is the client token, and may do this one thing.
            return wraps.Unwrap(token, now);
        }

        if (realm.IsOpen(path))
        {
            return realm.Answer(operation, path, body, null, now);
        }

        if (tokens.Find(token, now) is not { } found || !realm.Policies.Allow(found, path, operation))
        {
            return Reply.Denied;
        }

        var reply = realm.Answer(operation, path, body, found, now);
        if (found.UsesLeft > 0 && --found.UsesLeft == 0)
        {
            tokens.Revoke(found);
        }

        return reply;
    }

    private Reply Health(string path)
    {
        var form = new JsonObject
        {
            ["initialized"] = true,
            ["sealed"] = IsSealed,
            ["standby"] = false,
            ["performance_standby"] = false,
            ["version"] = "1.20.0",
            ["cluster_name"] = "vault-cluster-loopback",
            ["server_time_utc"] = time.GetUtcNow().ToUnixTimeSeconds(),
        };
        return new Reply(path == "sys/health" && IsSealed ? 503 : 200, form);
    }

    private void Add(string name) => realms[name] = new Realm(tokens, leases, wraps) { NamespaceMade = below => Add($"{name}/{below}".Trim('/')) };

    private static async Task WriteAsync(HttpContext http, Reply reply)
    {
        http.Response.StatusCode = reply.Status;
        http.Response.Headers.CacheControl = "no-store";
        if (reply.Body is { } body)
        {
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync(body.ToJsonString());
        }
    }
}
