using System.Security.Cryptography;

namespace Harombe.Testing.Vault;

/// <summary>A lease of something that an engine issued.</summary>
internal sealed class LeaseEntry(string id, string token)
{
    public string Id { get; } = id;

    public string Token { get; } = token;

    public long Ttl { get; init; }

    public DateTimeOffset Issued { get; init; }

    public DateTimeOffset Ends { get; set; }

    public DateTimeOffset LastPossibleEnd { get; init; }

    public DateTimeOffset? LastRenewal { get; set; }
}

/// <summary>The leases of a server. Called by one request at a time.</summary>
internal sealed class LeaseStore
{
    private readonly Dictionary<string, LeaseEntry> leases = new(StringComparer.Ordinal);

    public LeaseEntry Make(string path, TokenEntry token, long ttl, long maxTtl, DateTimeOffset now)
    {
        var lease = new LeaseEntry($"{path}/{RandomNumberGenerator.GetHexString(24)}", token.Id)
        {
            Ttl = ttl,
            Issued = now,
            Ends = now.AddSeconds(ttl),
            LastPossibleEnd = now.AddSeconds(maxTtl),
        };
        leases.Add(lease.Id, lease);
        return lease;
    }

    public LeaseEntry? Find(string id, DateTimeOffset now)
    {
        if (leases.TryGetValue(id, out var lease) && lease.Ends > now)
        {
            return lease;
        }

        leases.Remove(id);
        return null;
    }

    public void Revoke(string id) => leases.Remove(id);

    public void RevokeOf(TokenEntry token)
    {
        foreach (var lease in leases.Values.Where(lease => lease.Token == token.Id).ToList())
        {
            leases.Remove(lease.Id);
        }
    }

    public static long Renew(LeaseEntry lease, long increment, DateTimeOffset now)
    {
        var end = now.AddSeconds(increment > 0 ? Math.Min(increment, lease.Ttl) : lease.Ttl);
        lease.Ends = lease.LastPossibleEnd < end ? lease.LastPossibleEnd : end;
        lease.LastRenewal = now;
        return (long)(lease.Ends - now).TotalSeconds;
    }
}
