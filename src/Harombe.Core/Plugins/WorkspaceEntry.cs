namespace Harombe.Core.Plugins;

/// <summary>What stands at a path of the workspace.</summary>
/// <param name="Path">Its path from the workspace, with <c>/</c>.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Bytes">Its size; zero for anything but a file.</param>
public sealed record WorkspaceEntry(string Path, EntryKind Kind, long Bytes);

/// <summary>What an entry is. Only files and folders can be used.</summary>
public enum EntryKind
{
    /// <summary>A link, a device, a pipe, a socket, a file with a second name: shown, never opened.</summary>
    Other = 0,

    /// <summary>A regular file.</summary>
    File = 1,

    /// <summary>A folder.</summary>
    Folder = 2,
}

/// <summary>The entries of a folder.</summary>
/// <param name="Path">The folder; <c>""</c> is the workspace.</param>
/// <param name="Entries">Its entries, sorted by name.</param>
/// <param name="Complete">False when there were more than the workspace lists.</param>
public sealed record WorkspaceListing(string Path, IReadOnlyList<WorkspaceEntry> Entries, bool Complete);
