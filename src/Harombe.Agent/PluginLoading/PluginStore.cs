using Harombe.Core.Plugins;

namespace Harombe.Agent.PluginLoading;

/// <summary>A plugin's own folder, with everything that keeps a workspace confined. Lets go of the folder when the plugin is unloaded.</summary>
internal sealed class PluginStore(IWorkspace inside) : IPluginStore, IDisposable
{
    public void Dispose() => (inside as IDisposable)?.Dispose();

    public ValueTask<WorkspaceOutcome<WorkspaceListing>> ListAsync(string folder, CancellationToken cancellationToken) => inside.ListAsync(folder, cancellationToken);

    public ValueTask<WorkspaceOutcome<WorkspaceFile>> ReadAsync(string path, CancellationToken cancellationToken) => inside.ReadAsync(path, cancellationToken);

    public ValueTask<WorkspaceOutcome<WorkspaceEntry>> WriteAsync(string path, ReadOnlyMemory<byte> content, WriteMode mode, CancellationToken cancellationToken) =>
        inside.WriteAsync(path, content, mode, cancellationToken);

    public ValueTask<WorkspaceOutcome<WorkspaceEntry>> AppendAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        inside.AppendAsync(path, content, cancellationToken);

    public ValueTask<WorkspaceOutcome<WorkspaceMatches>> SearchAsync(WorkspaceQuery query, CancellationToken cancellationToken) => inside.SearchAsync(query, cancellationToken);

    public ValueTask<WorkspaceOutcome<WorkspaceEntry>> MoveAsync(string from, string to, CancellationToken cancellationToken) => inside.MoveAsync(from, to, cancellationToken);

    public ValueTask<WorkspaceOutcome<WorkspaceEntry>> DeleteAsync(string path, CancellationToken cancellationToken) => inside.DeleteAsync(path, cancellationToken);
}
