using System.Runtime.InteropServices;
using Harombe.Core.Plugins;

namespace Harombe.Agent.Workspaces.Linux;

/// <summary>The kernel's <c>struct statx</c>, which unlike <c>struct stat</c> is laid out alike on every architecture.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct EntryStat
{
    // STATX_TYPE | STATX_MODE | STATX_NLINK | STATX_INO | STATX_SIZE
    public const uint Wanted = 0x1 | 0x2 | 0x4 | 0x100 | 0x200;

    [FieldOffset(16)]
    public uint Links;

    [FieldOffset(28)]
    public ushort Mode;

    [FieldOffset(32)]
    public ulong Inode;

    [FieldOffset(40)]
    public ulong Size;

    [FieldOffset(136)]
    public uint DeviceMajor;

    [FieldOffset(140)]
    public uint DeviceMinor;

    public readonly bool IsFile => (Mode & 0xF000) == 0x8000;

    public readonly bool IsFolder => (Mode & 0xF000) == 0x4000;

    public readonly bool IsLink => (Mode & 0xF000) == 0xA000;

    public readonly EntryKind Kind => IsFolder ? EntryKind.Folder : IsFile && Links <= 1 ? EntryKind.File : EntryKind.Other;

    public readonly long Bytes => Kind == EntryKind.File ? (long)Math.Min(Size, long.MaxValue) : 0;

    public readonly bool IsSame(in EntryStat other) =>
        Inode == other.Inode && DeviceMajor == other.DeviceMajor && DeviceMinor == other.DeviceMinor;
}
