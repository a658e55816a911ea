using Harombe.Agent.Workspaces.Linux;
using Harombe.Core.Calls;
using Harombe.Core.Plugins;

namespace Harombe.Agent.Workspaces;

/// <summary>
/// The workspace on Linux 5.6 and later. Every path is resolved by the kernel (<c>openat2</c>) from one descriptor of the folder, with links
/// and ways out refused there, so that no rename or link swap can be quick enough. Thread-safe.
/// What remains: a folder that somebody with rights to both places moves out of the workspace in the middle of a write takes that one
/// write along.
/// </summary>
internal sealed class LinuxWorkspace : IWorkspace, IDisposable
{
    private readonly WorkspaceOptions options;
    private readonly ConfinedTree tree;

    public LinuxWorkspace(WorkspaceOptions options)
    {
        this.options = options;
        tree = ConfinedTree.Open(options.Folder);
    }

    public ValueTask<WorkspaceOutcome<WorkspaceListing>> ListAsync(string folder, CancellationToken cancellationToken) =>
        WorkspacePath.TryParseFolder(folder, out var path, out var reason)
            ? Run(() => List(path, cancellationToken), cancellationToken)
            : Refused<WorkspaceListing>(reason);

    public ValueTask<WorkspaceOutcome<WorkspaceFile>> ReadAsync(string path, CancellationToken cancellationToken) =>
        WorkspacePath.TryParse(path, out var parsed, out var reason)
            ? Run(() => Read(parsed, cancellationToken), cancellationToken)
            : Refused<WorkspaceFile>(reason);

    public ValueTask<WorkspaceOutcome<WorkspaceEntry>> WriteAsync(
        string path, ReadOnlyMemory<byte> content, WriteMode mode, CancellationToken cancellationToken) =>
        WorkspacePath.TryParse(path, out var parsed, out var reason)
            ? Run(() => Write(parsed, content.Span, mode, cancellationToken), cancellationToken)
            : Refused<WorkspaceEntry>(reason);

    public ValueTask<WorkspaceOutcome<WorkspaceEntry>> AppendAsync(
        string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        WorkspacePath.TryParse(path, out var parsed, out var reason)
            ? Run(() => Append(parsed, content.Span, cancellationToken), cancellationToken)
            : Refused<WorkspaceEntry>(reason);

    public ValueTask<WorkspaceOutcome<WorkspaceMatches>> SearchAsync(WorkspaceQuery query, CancellationToken cancellationToken) =>
        new WorkspaceSearch(this, options).RunAsync(query, cancellationToken);

    public ValueTask<WorkspaceOutcome<WorkspaceEntry>> MoveAsync(string from, string to, CancellationToken cancellationToken)
    {
        WorkspacePath? target = null;
        return WorkspacePath.TryParse(from, out var source, out var reason) && WorkspacePath.TryParse(to, out target, out reason)
            ? Run(() => Move(source, target, cancellationToken), cancellationToken)
            : Refused<WorkspaceEntry>(reason);
    }

    public ValueTask<WorkspaceOutcome<WorkspaceEntry>> DeleteAsync(string path, CancellationToken cancellationToken) =>
        WorkspacePath.TryParse(path, out var parsed, out var reason)
            ? Run(() => Delete(parsed, cancellationToken), cancellationToken)
            : Refused<WorkspaceEntry>(reason);

    public void Dispose() => tree.Dispose();

    private WorkspaceOutcome<WorkspaceListing> List(WorkspacePath path, CancellationToken cancellationToken)
    {
        var reason = ExactNames.Fault(tree.Root, path, cancellationToken);
        using var folder = reason is null ? tree.OpenFolder(path, make: false, out reason) : null;
        if (folder is null)
        {
            return No<WorkspaceListing>(reason);
        }

        var (names, complete, error) = FolderEntries.Read(folder, options.MaxEntries, cancellationToken);
        if (error != 0)
        {
            return No<WorkspaceListing>(Errno.Explain(error, path.Value));
        }

        names.Sort(StringComparer.Ordinal);
        var entries = new List<WorkspaceEntry>(names.Count);
        foreach (var name in names)
        {
            if (Beneath.TryStat(folder, name, out var stat, out _)) // gone meanwhile: not listed
            {
                entries.Add(new WorkspaceEntry(path.IsRoot ? name : $"{path.Value}/{name}", stat.Kind, stat.Bytes));
            }
        }

        return new WorkspaceOutcome<WorkspaceListing>.Done(new WorkspaceListing(path.Value, entries, complete));
    }

    private WorkspaceOutcome<WorkspaceFile> Read(WorkspacePath path, CancellationToken cancellationToken)
    {
        var reason = ExactNames.Fault(tree.Root, path, cancellationToken);
        using var file = reason is null ? tree.OpenFile(path, Libc.ReadOnly, out _, out reason) : null;
        if (file is null)
        {
            return No<WorkspaceFile>(reason);
        }

        return FileContent.Read(file, options.MaxFileBytes, cancellationToken) is { } content
            ? new WorkspaceOutcome<WorkspaceFile>.Done(new WorkspaceFile(path.Value, content, FileText.Of(content.Span)))
            : No<WorkspaceFile>(Refusals.TooLarge(path.Value, options.MaxFileBytes));
    }

    private WorkspaceOutcome<WorkspaceEntry> Write(
        WorkspacePath path, ReadOnlySpan<byte> content, WriteMode mode, CancellationToken cancellationToken)
    {
        if (mode is not (WriteMode.Create or WriteMode.Replace))
        {
            return No<WorkspaceEntry>(Refusals.Mode(path.Value));
        }

        if (content.Length > options.MaxFileBytes)
        {
            return No<WorkspaceEntry>(Refusals.TooLarge(path.Value, options.MaxFileBytes));
        }

        var reason = ExactNames.Fault(tree.Root, path, cancellationToken);
        using var folder = reason is null ? tree.OpenFolder(path.Parent, make: true, out reason) : null;
        reason = folder is null ? reason : FileReplacement.Write(folder, path, content, mode == WriteMode.Replace);
        return reason is null
            ? new WorkspaceOutcome<WorkspaceEntry>.Done(new WorkspaceEntry(path.Value, EntryKind.File, content.Length))
            : No<WorkspaceEntry>(reason);
    }

    private WorkspaceOutcome<WorkspaceEntry> Append(WorkspacePath path, ReadOnlySpan<byte> content, CancellationToken cancellationToken)
    {
        var reason = ExactNames.Fault(tree.Root, path, cancellationToken);
        if (reason is not null)
        {
            return No<WorkspaceEntry>(reason);
        }

        using var file = tree.OpenFile(path, Libc.WriteOnly | Libc.Append, out var stat, out reason);
        if (file is null)
        {
            return reason?.Rule == "workspace.missing" ? Write(path, content, WriteMode.Create, cancellationToken) : No<WorkspaceEntry>(reason);
        }

        if ((long)stat.Size + content.Length > options.MaxFileBytes)
        {
            return No<WorkspaceEntry>(Refusals.TooLarge(path.Value, options.MaxFileBytes));
        }

        RandomAccess.Write(file, content, (long)stat.Size); // opened for appending: the kernel puts it at the end, wherever that is by now
        return Libc.Sync(file) == 0
            ? new WorkspaceOutcome<WorkspaceEntry>.Done(new WorkspaceEntry(path.Value, EntryKind.File, (long)stat.Size + content.Length))
            : No<WorkspaceEntry>(Refusals.Failed(path.Value, "it was written, but could not be flushed to disk"));
    }

    private WorkspaceOutcome<WorkspaceEntry> Move(WorkspacePath from, WorkspacePath to, CancellationToken cancellationToken)
    {
        var stat = default(EntryStat);
        var reason = ExactNames.Fault(tree.Root, from, cancellationToken) ?? ExactNames.Fault(tree.Root, to, cancellationToken)
            ?? tree.Look(from, out stat) ?? (stat.IsFolder ? null : ConfinedTree.FaultOfFile(from, stat));
        using var source = reason is null ? tree.OpenFolder(from.Parent, make: false, out reason) : null;
        using var target = source is null ? null : tree.OpenFolder(to.Parent, make: true, out reason);
        if (source is null || target is null)
        {
            return No<WorkspaceEntry>(reason);
        }

        var error = Beneath.Rename(source, from.Name, target, to.Name, replace: false);
        if (error == 0)
        {
            error = Libc.Sync(target) == 0 && Libc.Sync(source) == 0 ? 0 : 5;
        }

        return error == 0
            ? new WorkspaceOutcome<WorkspaceEntry>.Done(ConfinedTree.EntryOf(to, stat))
            : No<WorkspaceEntry>(Errno.Explain(error, error == Errno.NoEntry ? from.Value : to.Value));
    }

    private WorkspaceOutcome<WorkspaceEntry> Delete(WorkspacePath path, CancellationToken cancellationToken)
    {
        var stat = default(EntryStat);
        var reason = ExactNames.Fault(tree.Root, path, cancellationToken) ?? tree.Look(path, out stat)
            ?? (stat.IsFolder ? null : ConfinedTree.FaultOfFile(path, stat));
        using var folder = reason is null ? tree.OpenFolder(path.Parent, make: false, out reason) : null;
        if (folder is null)
        {
            return No<WorkspaceEntry>(reason);
        }

        var error = Beneath.Unlink(folder, path.Name, stat.IsFolder);
        return error == 0
            ? new WorkspaceOutcome<WorkspaceEntry>.Done(ConfinedTree.EntryOf(path, stat))
            : No<WorkspaceEntry>(Errno.Explain(error, path.Value));
    }

    // Disk work leaves the caller's thread: a slow disk must not hold a request thread that others wait for.
    private static async ValueTask<WorkspaceOutcome<T>> Run<T>(Func<WorkspaceOutcome<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await Task.Run(work, cancellationToken);
        }
        catch (IOException e)
        {
            return No<T>(Refusals.Failed("", e.GetType().Name));
        }
    }

    private static ValueTask<WorkspaceOutcome<T>> Refused<T>(Reason reason) => ValueTask.FromResult(No<T>(reason));

    private static WorkspaceOutcome<T> No<T>(Reason? reason) =>
        new WorkspaceOutcome<T>.Refused(reason ?? Refusals.Failed("", "no reason was given"));
}
