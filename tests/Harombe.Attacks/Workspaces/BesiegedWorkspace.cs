using System.Text;
using Harombe.Agent.Workspaces;
using Harombe.Core.Calls;
using Harombe.Core.Plugins;
using Harombe.Testing;

namespace Harombe.Attacks.Workspaces;

/// <summary>A workspace with something beside it that is worth stealing.</summary>
internal sealed class BesiegedWorkspace : IDisposable
{
    public const string Loot = "outside and secret";

    private readonly TemporaryFolder ground = new();

    public BesiegedWorkspace()
    {
        Directory.CreateDirectory(Inside());
        Directory.CreateDirectory(Outside());
        File.WriteAllText(Outside("loot.txt"), Loot);
        Workspace = new LinuxWorkspace(new WorkspaceOptions { Folder = Inside(), MaxFileBytes = 10_000 });
    }

    public LinuxWorkspace Workspace { get; }

    public string Inside(string name = "") => Path.Combine(ground.Path, "workspace", name);

    public string Outside(string name = "") => Path.Combine(ground.Path, "outside", name);

    /// <summary>Tries everything on a path that leads to the loot, and returns the reasons.</summary>
    public async Task<List<Reason>> AssaultAsync(string path) =>
    [
        Refused(await Workspace.ReadAsync(path, default)),
        Refused(await Workspace.WriteAsync(path, "gotcha"u8.ToArray(), WriteMode.Replace, default)),
        Refused(await Workspace.WriteAsync(path, "gotcha"u8.ToArray(), WriteMode.Create, default)),
        Refused(await Workspace.AppendAsync(path, "gotcha"u8.ToArray(), default)),
        Refused(await Workspace.MoveAsync(path, "stolen", default)),
        Refused(await Workspace.DeleteAsync(path, default)),
        Refused(await Workspace.ListAsync(path, default)),
        Refused(await Workspace.SearchAsync(new WorkspaceQuery("secret") { Folder = path }, default)),
    ];

    public void AssertOutsideUntouched()
    {
        Assert.Equal(["loot.txt"], Directory.GetFileSystemEntries(Outside()).Select(Path.GetFileName));
        Assert.Equal(Loot, File.ReadAllText(Outside("loot.txt")));
    }

    public static Reason Refused<T>(WorkspaceOutcome<T> outcome) => outcome is WorkspaceOutcome<T>.Refused refused
        ? refused.Reason
        : throw new InvalidOperationException($"Not refused: {outcome}");

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public void Dispose()
    {
        Workspace.Dispose();
        ground.Dispose();
    }
}
