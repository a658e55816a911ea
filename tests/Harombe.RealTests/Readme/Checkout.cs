using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Harombe.RealTests.Readme;

/// <summary>The checkout that these tests were built from.</summary>
internal static class Checkout
{
    /// <summary>Its folder.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "..")); // not null: a file of ours

    /// <summary>Copies what a clone would have of the product and restores its packages, which is the last thing that may need a network.</summary>
    public static async Task RestoreCopyAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.GetFiles(Root))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        foreach (var file in new[] { "src", "plugins" }.SelectMany(part => Directory.GetFiles(Path.Combine(Root, part), "*", SearchOption.AllDirectories)))
        {
            var name = Path.GetRelativePath(Root, file);
            if (!name.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, name))!); // not null: it is in the folder
                File.Copy(file, Path.Combine(folder, name));
            }
        }

        using var restore = Process.Start(new ProcessStartInfo("dotnet", ["restore", "src/Harombe.Host", "-v", "quiet", "-nologo"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
        })!; // not null: it is started anew
        var said = await restore.StandardOutput.ReadToEndAsync();
        await restore.WaitForExitAsync();
        Assert.True(restore.ExitCode == 0, said);
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
