using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Harombe.Testing.Vault;

/// <summary>Answers in the cubbyholes of wrapping tokens, each of which works once. Called by one request at a time.</summary>
internal sealed class Wraps
{
    private readonly Dictionary<string, (Reply Inside, DateTimeOffset Ends, long Ttl, string Path, DateTimeOffset Made)> wraps = new(StringComparer.Ordinal);

    /// <summary>Whether it is a wrapping token that still holds something.</summary>
    public bool Has(string token, DateTimeOffset now) => wraps.TryGetValue(token, out var wrap) && wrap.Ends > now;

    /// <summary>The answer in whose stead the token is sent.</summary>
    public Reply Wrap(Reply inside, long ttl, string path, DateTimeOffset now)
    {
        var token = "hvs.w" + RandomNumberGenerator.GetHexString(47);
        wraps.Add(token, (inside, now.AddSeconds(ttl), ttl, path, now));
        var outside = Reply.Leased(null, "", 0, renewable: false);
        outside.Body!["wrap_info"] = Describe(path, ttl, now, token); // not null: made with one
        return outside;
    }

    /// <summary>What the token holds, for the only time.</summary>
    public Reply Unwrap(string token, DateTimeOffset now) => wraps.Remove(token, out var wrap) && wrap.Ends > now
        ? wrap.Inside
        : Reply.Errors(400, "wrapping token is not valid or does not exist");

    /// <summary>What is known of the token without using it.</summary>
    public Reply Lookup(string token, DateTimeOffset now) => wraps.TryGetValue(token, out var wrap) && wrap.Ends > now
        ? Reply.Of(new JsonObject { ["creation_path"] = wrap.Path, ["creation_time"] = wrap.Made.ToString("O"), ["creation_ttl"] = wrap.Ttl })
        : Reply.Errors(403, "bad token");

    private static JsonObject Describe(string path, long ttl, DateTimeOffset now, string token) => new()
    {
        ["token"] = token,
        ["accessor"] = RandomNumberGenerator.GetHexString(24),
        ["ttl"] = ttl,
        ["creation_time"] = now.ToString("O"),
        ["creation_path"] = path,
    };
}
