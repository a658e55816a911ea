using System.Security.Cryptography;

namespace Harombe.Testing.Vault;

/// <summary>A token.</summary>
internal sealed class TokenEntry(string id, string accessor, IReadOnlyList<string> policies)
{
    public string Id { get; } = id;

    public string Accessor { get; } = accessor;

    public IReadOnlyList<string> Policies { get; } = policies;

    public bool Renewable { get; init; }

    public long Ttl { get; init; }

    public DateTimeOffset Made { get; init; }

    public DateTimeOffset? Ends { get; set; }

    public DateTimeOffset? LastRenewal { get; set; }

    public DateTimeOffset? LastPossibleEnd { get; init; }

    /// <summary>How often it can still be used; zero for any number of times.</summary>
    public int UsesLeft { get; set; }

    public bool IsRoot => Policies.Contains("root");

    public bool IsOver(DateTimeOffset now) => Ends <= now;
}

/// <summary>The tokens of a server. Called by one request at a time.</summary>
internal sealed class TokenStore
{
    private readonly Dictionary<string, TokenEntry> tokens = new(StringComparer.Ordinal);

    /// <summary>Told of each token that ends, whose leases end with it.</summary>
    public Action<TokenEntry> Ended { get; set; } = _ => { };

    public TokenEntry Make(IReadOnlyList<string> policies, long ttl, long maxTtl, DateTimeOffset now, bool renewable = true, int uses = 0)
    {
        var token = new TokenEntry("hvs." + RandomNumberGenerator.GetHexString(48), RandomNumberGenerator.GetHexString(24), policies)
        {
            Renewable = renewable && ttl > 0,
            Ttl = ttl,
            Made = now,
            Ends = ttl > 0 ? now.AddSeconds(ttl) : null,
            LastPossibleEnd = maxTtl > 0 ? now.AddSeconds(maxTtl) : null,
            UsesLeft = uses,
        };
        tokens.Add(token.Id, token);
        return token;
    }

    /// <summary>The token, if it is good; one that is over goes.</summary>
    public TokenEntry? Find(string id, DateTimeOffset now)
    {
        if (!tokens.TryGetValue(id, out var token))
        {
            return null;
        }

        if (!token.IsOver(now))
        {
            return token;
        }

        Revoke(token);
        return null;
    }

    public TokenEntry? ByAccessor(string accessor, DateTimeOffset now) => tokens.Values.FirstOrDefault(token => token.Accessor == accessor && !token.IsOver(now));

    public void Revoke(TokenEntry token)
    {
        tokens.Remove(token.Id);
        Ended(token);
    }

    /// <summary>How long a renewed token lasts.</summary>
    public static long Renew(TokenEntry token, long increment, DateTimeOffset now)
    {
        var end = now.AddSeconds(increment > 0 ? increment : token.Ttl);
        token.Ends = token.LastPossibleEnd < end ? token.LastPossibleEnd : end;
        token.LastRenewal = now;
        return (long)(token.Ends.Value - now).TotalSeconds;
    }
}
