using System.Runtime.InteropServices;

namespace Harombe.Attacks.Workspaces;

/// <summary>What an adversary with a shell on the same machine can do to a folder.</summary>
internal static class Posix
{
    public static void HardLink(string existing, string name) => Check(link(existing, name));

    public static void Pipe(string name) => Check(mkfifo(name, 0x1B6));

    /// <summary>Makes /dev/zero under another name; false without the right to.</summary>
    public static bool TryZeroDevice(string name) => mknod(name, 0x21B6, (1 << 8) | 5) == 0;

    /// <summary>Swaps two names in one step.</summary>
    public static void Swap(string a, string b) => Check(renameat2(-100, a, -100, b, 2));

    private static void Check(int result) => Assert.True(result == 0, $"errno {Marshal.GetLastPInvokeError()}");

    [DllImport("libc", SetLastError = true)]
    private static extern int link([MarshalAs(UnmanagedType.LPUTF8Str)] string existing, [MarshalAs(UnmanagedType.LPUTF8Str)] string name);

    [DllImport("libc", SetLastError = true)]
    private static extern int mkfifo([MarshalAs(UnmanagedType.LPUTF8Str)] string name, uint mode);

    [DllImport("libc", SetLastError = true)]
    private static extern int mknod([MarshalAs(UnmanagedType.LPUTF8Str)] string name, uint mode, ulong device);

    [DllImport("libc", SetLastError = true)]
    private static extern int renameat2(
        int fromFolder, [MarshalAs(UnmanagedType.LPUTF8Str)] string from, int toFolder, [MarshalAs(UnmanagedType.LPUTF8Str)] string to, uint flags);
}
