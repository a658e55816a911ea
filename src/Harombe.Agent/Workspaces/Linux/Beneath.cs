using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Harombe.Agent.Workspaces.Linux;

/// <summary>
/// Opens and looks at what lies below a folder, letting the kernel itself refuse links and ways out. A check of ours before the open
/// could be outrun by a rename; the kernel's can't.
/// </summary>
internal static unsafe class Beneath
{
    private const int Attempts = 32;

    /// <summary>Opens a path below the folder; null and the error number when it can't be.</summary>
    public static SafeFileHandle? Open(SafeFileHandle folder, string path, int flags, uint mode, out int error)
    {
        var how = new OpenHow { Flags = (ulong)(uint)(flags | Libc.CloseOnExec), Mode = mode, Resolve = OpenHow.Confined };
        fixed (byte* name = Terminated(path.Length == 0 ? "." : path))
        {
            // The kernel answers EAGAIN when a rename somewhere raced the walk and it can't vouch for the result.
            for (var attempt = 0; ; attempt++)
            {
                var opened = Libc.OpenBeneath(folder, name, &how);
                if (opened >= 0)
                {
                    error = 0;
                    return new SafeFileHandle(opened, ownsHandle: true);
                }

                error = Marshal.GetLastPInvokeError();
                if (error is not (Errno.TryAgain or 4) || attempt == Attempts)
                {
                    return null;
                }
            }
        }
    }

    /// <summary>Looks at an entry of the folder without following it, or at the open file itself when the name is empty.</summary>
    public static bool TryStat(SafeFileHandle folder, string name, out EntryStat stat, out int error)
    {
        stat = default;
        fixed (byte* bytes = Terminated(name))
        fixed (EntryStat* to = &stat)
        {
            var flags = Libc.AtSymlinkNoFollow | (name.Length == 0 ? Libc.AtEmptyPath : 0);
            error = Libc.Stat(folder, bytes, flags, EntryStat.Wanted, to) == 0 ? 0 : Marshal.GetLastPInvokeError();
            return error == 0;
        }
    }

    public static int MakeFolder(SafeFileHandle folder, string name)
    {
        fixed (byte* bytes = Terminated(name))
        {
            return Libc.MakeFolder(folder, bytes, 0x1C0) == 0 ? 0 : Marshal.GetLastPInvokeError(); // 0700
        }
    }

    public static int Unlink(SafeFileHandle folder, string name, bool isFolder)
    {
        fixed (byte* bytes = Terminated(name))
        {
            return Libc.Unlink(folder, bytes, isFolder ? Libc.AtRemoveDir : 0) == 0 ? 0 : Marshal.GetLastPInvokeError();
        }
    }

    public static int Rename(SafeFileHandle from, string name, SafeFileHandle to, string newName, bool replace)
    {
        fixed (byte* bytes = Terminated(name))
        fixed (byte* newBytes = Terminated(newName))
        {
            return Libc.Rename(from, bytes, to, newBytes, replace ? 0 : Libc.RenameNoReplace) == 0 ? 0 : Marshal.GetLastPInvokeError();
        }
    }

    private static byte[] Terminated(string name) => Encoding.UTF8.GetBytes(name + '\0');
}
