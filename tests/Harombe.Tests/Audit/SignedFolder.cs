using Harombe.Audit.Checkpoints;
using Harombe.Audit.Entries;
using Harombe.Core.Audit;
using Harombe.Core.Secrets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Harombe.Tests.Audit;

/// <summary>A record with a key, in a data folder of its own, as a host keeps it.</summary>
internal sealed class SignedFolder(ISecrets? secrets = null) : IAsyncDisposable
{
    private LogKeys? keys;

    public AuditFolder Folder { get; } = new();

    public ISecrets Secrets { get; } = secrets ?? new SecretsInMemory();

    public SqliteAuditLog Log { get; private set; } = null!; // not null: every test opens it first

    public CheckpointKeeping Checkpoints { get; private set; } = null!; // not null: as above

    public VerifierKey Key => Checkpoints.Verifier!; // not null: as above

    public LogKeys Keys => keys!; // not null: as above

    public async Task OpenAsync()
    {
        keys = new LogKeys(Options.Create(Folder.Options), [Secrets]);
        Log = new SqliteAuditLog(Folder.Options, TimeProvider.System, NullLogger.Instance, null, keys.Seal);
        Checkpoints = new CheckpointKeeping(Log, keys, Options.Create(Folder.Options), TimeProvider.System);
        await Checkpoints.OpenAsync(default);
    }

    /// <summary>Appends, signs.</summary>
    public async Task AppendAsync(params AuditEntry[] entries)
    {
        foreach (var entry in entries)
        {
            await Log.AppendAsync(entry, default);
        }

        await Checkpoints.SignAsync(default);
    }

    public async Task CloseAsync()
    {
        await Log.DisposeAsync();
        Checkpoints.Dispose();
        Keys.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        Folder.Dispose();
    }
}

/// <summary>Secrets that are gone with the process.</summary>
internal sealed class SecretsInMemory : ISecrets
{
    private readonly Dictionary<string, byte[]> kept = new(StringComparer.Ordinal);

    public ValueTask<Secret?> ReadAsync(SecretName name, CancellationToken cancellationToken) =>
        ValueTask.FromResult(kept.TryGetValue(name.Value, out var value) ? new Secret(value) : null);

    public ValueTask<IReadOnlyList<SecretName>> ListAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<SecretName>>([.. kept.Keys.Select(SecretName.Parse)]);

    public ValueTask WriteAsync(SecretName name, Secret secret, CancellationToken cancellationToken)
    {
        kept[name.Value] = secret.Reveal().ToArray();
        return ValueTask.CompletedTask;
    }

    public ValueTask<bool> RemoveAsync(SecretName name, CancellationToken cancellationToken) => ValueTask.FromResult(kept.Remove(name.Value));
}
