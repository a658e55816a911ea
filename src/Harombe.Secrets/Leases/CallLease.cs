using System.Collections.Immutable;
using Harombe.Core.Secrets;

namespace Harombe.Secrets.Leases;

/// <summary>
/// The credentials of one call. When it is over, the values and every copy that was handed out are zeroed before anything else happens, so that an engine
/// that can't be reached keeps nothing alive here.
/// </summary>
internal sealed class CallLease : ILease
{
    private readonly Lock gate = new();
    private readonly IssuedCredentials issued;
    private readonly ImmutableArray<string> hosts;
    private readonly Func<CallLease, string, Task> revoke;
    private readonly ImmutableDictionary<SecretName, Placeholder> placeholders;
    private const int FewCopies = 32;

    private readonly List<Secret> copies = [];
    private int mostCopies = FewCopies;
    private Task? ending;

    /// <param name="record">What is written down of it.</param>
    /// <param name="issued">The values; owned from here on.</param>
    /// <param name="hosts">The only hosts that a placeholder resolves for: names, or <c>*.example.com</c>.</param>
    /// <param name="revoke">Tells the engine and the record, once; given the reason.</param>
    public CallLease(LeaseRecord record, IssuedCredentials issued, ImmutableArray<string> hosts, Func<CallLease, string, Task> revoke)
    {
        Record = record;
        this.issued = issued;
        this.hosts = hosts;
        this.revoke = revoke;
        placeholders = issued.Values.Keys.ToImmutableDictionary(name => name, Placeholder.For);
    }

    public LeaseRecord Record { get; }

    public LeaseId Id => Record.Id;

    public IEnumerable<Placeholder> Placeholders => placeholders.Values;

    public Placeholder? PlaceholderOf(SecretName name)
    {
        lock (gate)
        {
            return ending is null ? placeholders.GetValueOrDefault(name) : null;
        }
    }

    public Secret? Reveal(SecretName name) => Record.Revealed.Contains(name) ? Copy(name) : null;

    /// <summary>The value behind one of its placeholders, if the tool may send it to this host.</summary>
    public Secret? Resolve(string wire, string host) =>
        hosts.Any(allowed => Covers(allowed, host)) && placeholders.Values.FirstOrDefault(placeholder => placeholder.Wire == wire) is { } found ? Copy(found.Name) : null;

    public async ValueTask DisposeAsync() => await EndAsync("ended").ConfigureAwait(false);

    /// <summary>Ends the lease, once; a second caller waits for the same end.</summary>
    public Task EndAsync(string how)
    {
        lock (gate)
        {
            if (ending is null)
            {
                issued.Dispose();
                copies.ForEach(copy => copy.Dispose());
                copies.Clear();
                ending = Task.Run(() => revoke(this, how));
            }

            return ending;
        }
    }

    private Secret? Copy(SecretName name)
    {
        lock (gate)
        {
            if (ending is not null || !issued.Values.TryGetValue(name, out var value))
            {
                return null;
            }

            if (copies.Count >= mostCopies)
            {
                // A connection to an upstream lives for days, and each of its requests takes one.
                copies.RemoveAll(one => one.IsOver());
                mostCopies = Math.Max(FewCopies, 2 * copies.Count);
            }

            var copy = new Secret(value.Reveal());
            copies.Add(copy);
            return copy;
        }
    }

    private static bool Covers(string allowed, string host) => allowed.StartsWith("*.", StringComparison.Ordinal)
        ? host.Length > allowed.Length - 1 && host.EndsWith(allowed[1..], StringComparison.OrdinalIgnoreCase)
        : string.Equals(allowed, host, StringComparison.OrdinalIgnoreCase);
}
