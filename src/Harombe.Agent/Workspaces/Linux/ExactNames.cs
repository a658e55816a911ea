using Harombe.Core.Calls;
using Microsoft.Win32.SafeHandles;

namespace Harombe.Agent.Workspaces.Linux;

/// <summary>
/// On a file system that ignores case (ext4 with casefold, FAT), one file answers to many names, and a rule or an approval that names one
/// of them would miss the others. So a name must be written as it is on disk.
/// </summary>
internal static class ExactNames
{
    /// <summary>Why a part of the path that exists isn't its exact name; null when all are exact or missing.</summary>
    public static Reason? Fault(SafeFileHandle root, WorkspacePath path, CancellationToken cancellationToken)
    {
        for (var depth = 0; depth < path.Parts.Count; depth++)
        {
            var name = path.Parts[depth];
            var swapped = SwapCase(name);
            if (swapped == name)
            {
                continue;
            }

            using var folder = Beneath.Open(root, string.Join('/', path.Parts.Take(depth)), Libc.Directory, 0, out _);
            if (folder is null || !Beneath.TryStat(folder, name, out var exact, out _))
            {
                return null; // missing from here on; whoever opens it next says so
            }

            // Two names of one thing: either the folder ignores case, or they are hard links, which are refused anyway.
            if (Beneath.TryStat(folder, swapped, out var other, out _) && other.IsSame(exact)
                && !FolderEntries.Read(folder, int.MaxValue, cancellationToken).Names.Contains(name))
            {
                return Refusals.Case(path.Value);
            }
        }

        return null;
    }

    internal static string SwapCase(string name) => string.Create(name.Length, name, static (to, from) =>
    {
        for (var i = 0; i < from.Length; i++)
        {
            to[i] = char.IsUpper(from[i]) ? char.ToLowerInvariant(from[i]) : char.ToUpperInvariant(from[i]);
        }
    });
}
