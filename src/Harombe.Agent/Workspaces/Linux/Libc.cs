using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Harombe.Agent.Workspaces.Linux;

/// <summary>The few calls of the C library that confinement needs. None takes a path from the root of the file system but the first open.</summary>
internal static unsafe partial class Libc
{
    public const int AtEmptyPath = 0x1000, AtSymlinkNoFollow = 0x100, AtRemoveDir = 0x200;
    public const int ReadOnly = 0, WriteOnly = 1, Create = 0x40, Exclusive = 0x80, NoTerminal = 0x100, Append = 0x400, NonBlocking = 0x800;
    public const int CloseOnExec = 0x80000, PathOnly = 0x200000;
    public const uint RenameNoReplace = 1;

    // The same on every architecture since both calls came late.
    private const long OpenAt2 = 437;

    // ARM numbers O_DIRECTORY and O_NOFOLLOW differently from the rest.
    private static readonly bool Arm = RuntimeInformation.ProcessArchitecture is Architecture.Arm64;

    public static int Directory => Arm ? 0x4000 : 0x10000;

    public static int NoFollow => Arm ? 0x8000 : 0x20000;

    private static long GetDirectoryEntries => Arm ? 61 : 217;

    public static bool IsKnownMachine => RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;

    public static nint OpenBeneath(SafeFileHandle folder, byte* path, OpenHow* how) => OpenAt2Call(OpenAt2, folder, path, how, (nuint)sizeof(OpenHow));

    public static nint ReadEntries(SafeFileHandle folder, byte* buffer, nuint length) => EntriesCall(GetDirectoryEntries, folder, buffer, length);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint OpenAt2Call(long number, SafeFileHandle folder, byte* path, OpenHow* how, nuint size);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint EntriesCall(long number, SafeFileHandle folder, byte* buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true)]
    public static partial int Stat(SafeFileHandle folder, byte* name, int flags, uint mask, EntryStat* stat);

    [LibraryImport("libc", EntryPoint = "mkdirat", SetLastError = true)]
    public static partial int MakeFolder(SafeFileHandle folder, byte* name, uint mode);

    [LibraryImport("libc", EntryPoint = "unlinkat", SetLastError = true)]
    public static partial int Unlink(SafeFileHandle folder, byte* name, int flags);

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true)]
    public static partial int Rename(SafeFileHandle from, byte* name, SafeFileHandle to, byte* newName, uint flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    public static partial int Sync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "fchmod", SetLastError = true)]
    public static partial int ChangeMode(SafeFileHandle file, uint mode);
}

/// <summary>The kernel's <c>struct open_how</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct OpenHow
{
    // RESOLVE_NO_MAGICLINKS | RESOLVE_NO_SYMLINKS | RESOLVE_BENEATH
    public const ulong Confined = 0x02 | 0x04 | 0x08;

    public ulong Flags;
    public ulong Mode;
    public ulong Resolve;
}
