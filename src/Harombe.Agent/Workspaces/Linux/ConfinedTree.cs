using Harombe.Core.Calls;
using Harombe.Core.Plugins;
using Microsoft.Win32.SafeHandles;

namespace Harombe.Agent.Workspaces.Linux;

/// <summary>The workspace as the kernel sees it: one descriptor of its folder, from which everything else is opened. Thread-safe.</summary>
internal sealed class ConfinedTree : IDisposable
{
    private ConfinedTree(SafeFileHandle root) => Root = root;

    public SafeFileHandle Root { get; }

    /// <summary>Opens the folder once; what later becomes of its path no longer matters.</summary>
    /// <exception cref="IOException">There is no such folder.</exception>
    /// <exception cref="PlatformNotSupportedException">The kernel can't confine.</exception>
    public static ConfinedTree Open(string folder)
    {
        var opened = Libc.Open(folder, Libc.PathOnly | Libc.Directory | Libc.CloseOnExec);
        if (opened < 0)
        {
            throw new IOException($"The workspace folder '{folder}' can't be opened.");
        }

        var root = new SafeFileHandle(opened, ownsHandle: true);
        using var probe = Beneath.Open(root, "", Libc.PathOnly | Libc.Directory, 0, out var error);
        if (probe is not null)
        {
            return new ConfinedTree(root);
        }

        root.Dispose();
        throw error is Errno.NoSystemCall or Errno.NotPermitted
            ? new PlatformNotSupportedException("This kernel, or its seccomp profile, has no openat2: the workspace can't be confined.")
            : new IOException($"The workspace folder '{folder}' can't be opened (error {error}).");
    }

    /// <summary>Opens a folder, making it and its parents where asked.</summary>
    public SafeFileHandle? OpenFolder(WorkspacePath folder, bool make, out Reason? reason)
    {
        var flags = Libc.ReadOnly | Libc.Directory;
        var opened = Beneath.Open(Root, folder.Value, flags, 0, out var error);
        if (opened is null && error == Errno.NoEntry && make)
        {
            using var parent = OpenFolder(folder.Parent, make, out reason);
            if (parent is null)
            {
                return null;
            }

            error = Beneath.MakeFolder(parent, folder.Name);
            if (error is 0 or Errno.Exists) // another call may have made it meanwhile; the open below looks at what it is
            {
                opened = Beneath.Open(Root, folder.Value, flags, 0, out error);
            }
        }

        reason = opened is null ? error == Errno.NotFolder ? Refusals.Kind(folder.Value, "a folder") : Errno.Explain(error, folder.Value) : null;
        return opened;
    }

    /// <summary>Opens a regular file that has one name only.</summary>
    public SafeFileHandle? OpenFile(WorkspacePath path, int flags, out EntryStat stat, out Reason? reason)
    {
        // Looked at before it is opened: opening alone can hang on a pipe, rewind a tape or arm a watchdog.
        reason = Look(path, out stat) ?? FaultOfFile(path, stat);
        if (reason is not null)
        {
            return null;
        }

        var file = Beneath.Open(Root, path.Value, flags | Libc.NonBlocking | Libc.NoTerminal | Libc.NoFollow, 0, out var error);
        reason = file is null ? Errno.Explain(error, path.Value) : null;
        if (file is null)
        {
            return null;
        }

        // And again, since somebody may have swapped it: from here on the descriptor can't be swapped any more.
        reason = Beneath.TryStat(file, "", out stat, out error) ? FaultOfFile(path, stat) : Errno.Explain(error, path.Value);
        if (reason is not null)
        {
            file.Dispose();
            return null;
        }

        return file;
    }

    /// <summary>Looks at an entry; the reason when it is missing or lies behind a link.</summary>
    public Reason? Look(WorkspacePath path, out EntryStat stat)
    {
        stat = default;
        using var seen = Beneath.Open(Root, path.Value, Libc.PathOnly, 0, out var error);
        return seen is not null && Beneath.TryStat(seen, "", out stat, out error) ? null : Errno.Explain(error, path.Value);
    }

    public static Reason? FaultOfFile(WorkspacePath path, in EntryStat stat) => stat switch
    {
        { IsLink: true } => Refusals.Link(path.Value),
        { IsFile: false } => Refusals.Kind(path.Value, "a regular file"),
        { Links: > 1 } => Refusals.HardLink(path.Value),
        _ => null,
    };

    public static WorkspaceEntry EntryOf(WorkspacePath path, in EntryStat stat) => new(path.Value, stat.Kind, stat.Bytes);

    public void Dispose() => Root.Dispose();
}
