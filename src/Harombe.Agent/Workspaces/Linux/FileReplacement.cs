using System.Security.Cryptography;
using Harombe.Core.Calls;
using Microsoft.Win32.SafeHandles;

namespace Harombe.Agent.Workspaces.Linux;

/// <summary>
/// Writes a file as a whole: into a fresh file beside it, then one rename. A link that somebody puts at the path meanwhile is replaced
/// by the file; what it pointed to is never touched.
/// </summary>
internal static class FileReplacement
{
    private const uint OwnerOnly = 0x180; // 0600

    public static Reason? Write(SafeFileHandle folder, WorkspacePath path, ReadOnlySpan<byte> content, bool replace)
    {
        var mode = OwnerOnly;
        if (Beneath.TryStat(folder, path.Name, out var old, out _))
        {
            var fault = replace ? ConfinedTree.FaultOfFile(path, old) : Refusals.Taken(path.Value);
            if (fault is not null)
            {
                return fault;
            }

            mode = old.Mode & 0x1FFu; // the permissions it had, never setuid
        }

        var fresh = $".harombe-{RandomNumberGenerator.GetHexString(16, lowercase: true)}.tmp";
        var flags = Libc.WriteOnly | Libc.Create | Libc.Exclusive | Libc.NoFollow;
        using var file = Beneath.Open(folder, fresh, flags, OwnerOnly, out var error);
        if (file is null)
        {
            return Errno.Explain(error, path.Value);
        }

        error = Fill(file, content, mode);
        error = error == 0 ? Beneath.Rename(folder, fresh, folder, path.Name, replace) : error;
        if (error != 0)
        {
            _ = Beneath.Unlink(folder, fresh, isFolder: false);
            return Errno.Explain(error, path.Value);
        }

        // Only now does the new name survive a crash.
        return Libc.Sync(folder) == 0 ? null : Refusals.Failed(path.Value, "it was written, but the folder could not be flushed to disk");
    }

    private static int Fill(SafeFileHandle file, ReadOnlySpan<byte> content, uint mode)
    {
        try
        {
            RandomAccess.Write(file, content, 0);
        }
        catch (IOException)
        {
            return 28; // ENOSPC is what a failed write to a fresh file means
        }

        return Libc.ChangeMode(file, mode) == 0 && Libc.Sync(file) == 0 ? 0 : 5; // EIO
    }
}
