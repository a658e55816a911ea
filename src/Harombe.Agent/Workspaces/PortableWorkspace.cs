using System.Security.Cryptography;
using Harombe.Core.Calls;
using Harombe.Core.Plugins;

namespace Harombe.Agent.Workspaces;

/// <summary>
/// The weaker workspace, for systems without <c>openat2</c>: macOS, Windows, old Linux. It looks at each part of a path and then uses the path,
/// so that somebody who can swap a folder for a link between the two gets through; it can't count a file's names (hard links), and on
/// macOS it can't tell a pipe from a file. Against mistakes and against a model's tricks with paths it is as strict as the other.
/// One operation at a time.
/// </summary>
internal sealed class PortableWorkspace(WorkspaceOptions options) : IWorkspace, IDisposable
{
    private readonly PortableTree tree = new(Path.GetFullPath(options.Folder));
    private readonly SemaphoreSlim one = new(1);

    public ValueTask<WorkspaceOutcome<WorkspaceListing>> ListAsync(string folder, CancellationToken cancellationToken) =>
        WorkspacePath.TryParseFolder(folder, out var path, out var reason) ? Run(() => List(path), cancellationToken) : No<WorkspaceListing>(reason);

    public ValueTask<WorkspaceOutcome<WorkspaceFile>> ReadAsync(string path, CancellationToken cancellationToken) =>
        WorkspacePath.TryParse(path, out var parsed, out var reason)
            ? Run(() => Read(parsed, cancellationToken), cancellationToken)
            : No<WorkspaceFile>(reason);

    public ValueTask<WorkspaceOutcome<WorkspaceEntry>> WriteAsync(
        string path, ReadOnlyMemory<byte> content, WriteMode mode, CancellationToken cancellationToken) =>
        WorkspacePath.TryParse(path, out var parsed, out var reason)
            ? Run(() => Write(parsed, content, mode), cancellationToken)
            : No<WorkspaceEntry>(reason);

    public ValueTask<WorkspaceOutcome<WorkspaceEntry>> AppendAsync(
        string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        WorkspacePath.TryParse(path, out var parsed, out var reason)
            ? Run(() => Append(parsed, content, cancellationToken), cancellationToken)
            : No<WorkspaceEntry>(reason);

    public ValueTask<WorkspaceOutcome<WorkspaceMatches>> SearchAsync(WorkspaceQuery query, CancellationToken cancellationToken) =>
        new WorkspaceSearch(this, options).RunAsync(query, cancellationToken);

    public ValueTask<WorkspaceOutcome<WorkspaceEntry>> MoveAsync(string from, string to, CancellationToken cancellationToken)
    {
        WorkspacePath? target = null;
        return WorkspacePath.TryParse(from, out var source, out var reason) && WorkspacePath.TryParse(to, out target, out reason)
            ? Run(() => Move(source, target), cancellationToken)
            : No<WorkspaceEntry>(reason);
    }

    public ValueTask<WorkspaceOutcome<WorkspaceEntry>> DeleteAsync(string path, CancellationToken cancellationToken) =>
        WorkspacePath.TryParse(path, out var parsed, out var reason) ? Run(() => Delete(parsed), cancellationToken) : No<WorkspaceEntry>(reason);

    public void Dispose() => one.Dispose();

    private (WorkspaceListing?, Reason?) List(WorkspacePath path)
    {
        if ((tree.Look(path, out var found) ?? (found is DirectoryInfo ? null : Refusals.Kind(path.Value, "a folder"))) is { } reason)
        {
            return (null, reason);
        }

        var entries = new DirectoryInfo(tree.FullPath(path)).EnumerateFileSystemInfos("*", PortableTree.Entries)
            .Take(options.MaxEntries + 1).OrderBy(entry => entry.Name, StringComparer.Ordinal)
            .Select(entry => EntryOf(path.IsRoot ? entry.Name : $"{path.Value}/{entry.Name}", entry)).ToList();
        return (new WorkspaceListing(path.Value, [.. entries.Take(options.MaxEntries)], entries.Count <= options.MaxEntries), null);
    }

    private (WorkspaceFile?, Reason?) Read(WorkspacePath path, CancellationToken cancellationToken)
    {
        if (tree.LookAtFile(path, out _) is { } reason)
        {
            return (null, reason);
        }

        using var file = File.OpenHandle(tree.FullPath(path));
        return FileContent.Read(file, options.MaxFileBytes, cancellationToken) is { } content
            ? (new WorkspaceFile(path.Value, content, FileText.Of(content.Span)), null)
            : (null, Refusals.TooLarge(path.Value, options.MaxFileBytes));
    }

    private (WorkspaceEntry?, Reason?) Write(WorkspacePath path, ReadOnlyMemory<byte> content, WriteMode mode)
    {
        var reason = mode is not (WriteMode.Create or WriteMode.Replace) ? Refusals.Mode(path.Value)
            : content.Length > options.MaxFileBytes ? Refusals.TooLarge(path.Value, options.MaxFileBytes)
            : tree.MakeFolder(path.Parent) ?? tree.LookAtFile(path, out _);
        if (reason is null && mode == WriteMode.Create)
        {
            return (null, Refusals.Taken(path.Value));
        }

        if (reason is not (null or { Rule: "workspace.missing" }))
        {
            return (null, reason);
        }

        var fresh = Path.Combine(tree.FullPath(path.Parent), $".harombe-{RandomNumberGenerator.GetHexString(16, lowercase: true)}.tmp");
        try
        {
            using (var file = File.OpenHandle(fresh, FileMode.CreateNew, FileAccess.Write))
            {
                RandomAccess.Write(file, content.Span, 0);
                RandomAccess.FlushToDisk(file);
            }

            File.Move(fresh, tree.FullPath(path), overwrite: mode == WriteMode.Replace);
        }
        finally
        {
            File.Delete(fresh);
        }

        return (new WorkspaceEntry(path.Value, EntryKind.File, content.Length), null);
    }

    private (WorkspaceEntry?, Reason?) Append(WorkspacePath path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var (old, reason) = Read(path, cancellationToken);
        return old is not null ? Write(path, (byte[])[.. old.Content.Span, .. content.Span], WriteMode.Replace)
            : reason?.Rule == "workspace.missing" ? Write(path, content, WriteMode.Create)
            : (null, reason);
    }

    private (WorkspaceEntry?, Reason?) Move(WorkspacePath from, WorkspacePath to)
    {
        var reason = tree.Look(from, out var found) ?? tree.MakeFolder(to.Parent)
            ?? (tree.Look(to, out _) is { } taken ? taken.Rule == "workspace.missing" ? null : taken : Refusals.Taken(to.Value))
            ?? ((to.Value + '/').StartsWith(from.Value + '/', StringComparison.Ordinal)
                ? Refusals.BadPath(to.Value, "can't be put there", "A folder can't be moved into itself.") : null);
        if (reason is not null || found is null)
        {
            return (null, reason);
        }

        var entry = EntryOf(to.Value, found);
        if (found is DirectoryInfo)
        {
            Directory.Move(tree.FullPath(from), tree.FullPath(to));
        }
        else
        {
            File.Move(tree.FullPath(from), tree.FullPath(to), overwrite: false);
        }

        return (entry, null);
    }

    private (WorkspaceEntry?, Reason?) Delete(WorkspacePath path)
    {
        var reason = tree.Look(path, out var found);
        if (reason is not null || found is null)
        {
            return (null, reason);
        }

        var entry = EntryOf(path.Value, found);
        if (found is DirectoryInfo folder && folder.EnumerateFileSystemInfos().Any())
        {
            return (null, Refusals.NotEmpty(path.Value));
        }

        found.Delete();
        return (entry, null);
    }

    private static WorkspaceEntry EntryOf(string path, FileSystemInfo entry) => entry switch
    {
        { LinkTarget: not null } => new(path, EntryKind.Other, 0),
        DirectoryInfo => new(path, EntryKind.Folder, 0),
        FileInfo file when !file.Attributes.HasFlag(FileAttributes.Device) => new(path, EntryKind.File, file.Length),
        _ => new(path, EntryKind.Other, 0),
    };

    private async ValueTask<WorkspaceOutcome<T>> Run<T>(Func<(T?, Reason?)> work, CancellationToken cancellationToken)
        where T : class
    {
        await one.WaitAsync(cancellationToken);
        try
        {
            var (value, reason) = await Task.Run(work, cancellationToken);
            return value is null
                ? new WorkspaceOutcome<T>.Refused(reason ?? Refusals.Failed("", "no reason was given"))
                : new WorkspaceOutcome<T>.Done(value);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new WorkspaceOutcome<T>.Refused(Refusals.Failed("", e.GetType().Name)); // the message would show where the workspace lies
        }
        finally
        {
            one.Release();
        }
    }

    private static ValueTask<WorkspaceOutcome<T>> No<T>(Reason reason) => ValueTask.FromResult<WorkspaceOutcome<T>>(new WorkspaceOutcome<T>.Refused(reason));
}
