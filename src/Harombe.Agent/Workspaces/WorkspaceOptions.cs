namespace Harombe.Agent.Workspaces;

/// <summary>The folder that plugins may touch, and how much of it.</summary>
public sealed class WorkspaceOptions
{
    /// <summary>The folder, as an absolute path. Made, for its owner only, when it is missing.</summary>
    public string Folder { get; set; } = "";

    /// <summary>The largest file that is read or written, in bytes.</summary>
    public int MaxFileBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>The most entries that one listing returns.</summary>
    public int MaxEntries { get; set; } = 2_000;

    /// <summary>The most bytes that one search reads.</summary>
    public long MaxSearchBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>
    /// Uses the weaker <see cref="PortableWorkspace"/> on a Linux whose kernel (before 5.6) or seccomp profile has no <c>openat2</c>.
    /// Off: such a host doesn't start.
    /// </summary>
    public bool AllowPortable { get; set; }
}
