using Harombe.Core.Audit;
using Harombe.Core.Principals;

namespace Harombe.Gateway.Pinning;

/// <summary>Writes down what became of pins, before it takes effect.</summary>
internal sealed class PinRecord(IAuditLog audit, TimeProvider clock)
{
    // An entry has an upper size; who needs all names finds them in the store.
    private const int MostTools = 200;

    /// <exception cref="AuditUnavailableException">It is not written down, and so must not happen.</exception>
    public async ValueTask WriteAsync(string happened, string server, string fingerprint, string? previous, IEnumerable<Definition> concerned, string? by, CancellationToken cancellationToken) =>
        await audit.AppendAsync(
            new PinChanged(
                "upstream",
                happened,
                server,
                Version: null,
                fingerprint,
                previous,
                [.. concerned.Select(one => one.Kind == DefinitionKind.Tool ? Cut(one.Name) : $"{one.Kind.ToString().ToLowerInvariant()}:{Cut(one.Name)}").Take(MostTools)],
                by is null ? null : new PrincipalId(by)) { Time = clock.GetUtcNow() },
            cancellationToken).ConfigureAwait(false);

    private static string Cut(string name) => name.Length <= 100 ? name : name[..99] + "…";
}
