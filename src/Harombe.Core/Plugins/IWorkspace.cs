namespace Harombe.Core.Plugins;

/// <summary>
/// The one folder of the user that plugins may touch. Paths are relative, written with <c>/</c>, and never leave the folder: a link,
/// a device, a second name of a file, a disguised <c>..</c> is refused with the rule <c>workspace.…</c> and the path in the reason.
/// Thread-safe. Sizes are in bytes. Nothing here throws for what a caller asked, only when a token is cancelled.
/// </summary>
public interface IWorkspace
{
    /// <summary>The entries of a folder, sorted by name (ordinal). The workspace itself is <c>""</c> or <c>"."</c>.</summary>
    ValueTask<WorkspaceOutcome<WorkspaceListing>> ListAsync(string folder, CancellationToken cancellationToken);

    /// <summary>The whole content of a regular file; refused when it is larger than the workspace allows.</summary>
    ValueTask<WorkspaceOutcome<WorkspaceFile>> ReadAsync(string path, CancellationToken cancellationToken);

    /// <summary>
    /// Writes a file as a whole, making its folders where they are missing. Whoever reads it meanwhile sees the old content or the
    /// new, never a part; durable when it returns.
    /// </summary>
    ValueTask<WorkspaceOutcome<WorkspaceEntry>> WriteAsync(
        string path, ReadOnlyMemory<byte> content, WriteMode mode, CancellationToken cancellationToken);

    /// <summary>Adds to the end of a file, or creates it; durable when it returns.</summary>
    ValueTask<WorkspaceOutcome<WorkspaceEntry>> AppendAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Finds a text in the text files below a folder. Bounded: the answer says when it stopped early.</summary>
    ValueTask<WorkspaceOutcome<WorkspaceMatches>> SearchAsync(WorkspaceQuery query, CancellationToken cancellationToken);

    /// <summary>Gives a file or folder another name or folder. Never replaces what is there.</summary>
    ValueTask<WorkspaceOutcome<WorkspaceEntry>> MoveAsync(string from, string to, CancellationToken cancellationToken);

    /// <summary>Deletes a file, or an empty folder, and says what it was.</summary>
    ValueTask<WorkspaceOutcome<WorkspaceEntry>> DeleteAsync(string path, CancellationToken cancellationToken);
}
