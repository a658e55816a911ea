using Harombe.Core.Calls;

namespace Harombe.Agent.Workspaces;

/// <summary>Looks at each part of a path in turn, on the disk, before the path is used. See <see cref="PortableWorkspace"/> for what that can't do.</summary>
internal sealed class PortableTree(string root)
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, MatchType = MatchType.Simple };

    public string FullPath(WorkspacePath path) => Path.Combine([root, .. path.Parts]);

    public static EnumerationOptions Entries => Everything;

    /// <summary>Finds what stands at the path; the reason when it is missing, misspelt, or behind a link.</summary>
    public Reason? Look(WorkspacePath path, out FileSystemInfo? found)
    {
        found = new DirectoryInfo(root);
        for (var depth = 0; depth < path.Parts.Count; depth++)
        {
            if (found is not DirectoryInfo folder)
            {
                return Refusals.Kind(path.Value, "below a folder");
            }

            var name = path.Parts[depth];
            var entries = folder.EnumerateFileSystemInfos("*", Everything)
                .Where(entry => string.Equals(entry.Name, name, StringComparison.OrdinalIgnoreCase)).ToList();
            found = entries.Find(entry => entry.Name == name);
            if (found is null)
            {
                // On a file system that minds case, the other spelling is another file and this one is simply missing.
                return entries.Count > 0 && Path.Exists(Path.Combine(folder.FullName, name)) ? Refusals.Case(path.Value) : Refusals.Missing(path.Value);
            }

            if (found.LinkTarget is not null || found.Attributes.HasFlag(FileAttributes.ReparsePoint))
            {
                return Refusals.Link(path.Value);
            }
        }

        return null;
    }

    /// <summary>Finds a file.</summary>
    public Reason? LookAtFile(WorkspacePath path, out FileSystemInfo? found) =>
        Look(path, out found) ?? (found is FileInfo file && !file.Attributes.HasFlag(FileAttributes.Device)
            ? null
            : Refusals.Kind(path.Value, "a regular file"));

    /// <summary>Makes the folder and its parents, one by one, so that none is made behind a link.</summary>
    public Reason? MakeFolder(WorkspacePath folder)
    {
        var reason = Look(folder, out var found);
        if (reason is null)
        {
            return found is DirectoryInfo ? null : Refusals.Kind(folder.Value, "a folder");
        }

        if (reason.Rule != "workspace.missing")
        {
            return reason;
        }

        reason = MakeFolder(folder.Parent);
        if (reason is null)
        {
            Directory.CreateDirectory(FullPath(folder));
        }

        return reason;
    }
}
