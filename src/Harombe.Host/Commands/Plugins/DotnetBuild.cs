using System.Diagnostics;

namespace Harombe.Host.Commands.Plugins;

/// <summary>Builds a plugin's project with the .NET SDK that is on the PATH.</summary>
internal static class DotnetBuild
{
    /// <summary>The project in a folder, or in the one folder below it that has a plugin.yaml beside it; null when there is none.</summary>
    public static string? ProjectIn(string folder)
    {
        string[] folders = [folder, .. Directory.GetDirectories(folder)];
        return folders.Where(one => File.Exists(Path.Combine(one, "plugin.yaml"))).SelectMany(one => Directory.GetFiles(one, "*.csproj")).FirstOrDefault();
    }

    /// <summary>Builds into a folder; null when it worked, else why not.</summary>
    public static async Task<Stop?> RunAsync(string project, string output, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet", ["build", project, "-c", "Release", "-o", output, "-nologo", "-v", "quiet", "-clp:ErrorsOnly"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
#pragma warning disable RS0030 // The command line runs the user's own compiler on the user's own project; the host never does.
        using var build = Process.Start(start);
#pragma warning restore RS0030
        if (build is null)
        {
            return new Stop(ExitCode.Failed, "plugins.build", "dotnet could not be started", "Install the .NET 10 SDK.");
        }

        var (said, failed) = (build.StandardOutput.ReadToEndAsync(cancellationToken), build.StandardError.ReadToEndAsync(cancellationToken));
        await build.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        return build.ExitCode == 0 ? null : new Stop(ExitCode.Failed, "plugins.build", $"{Path.GetFileName(project)} doesn't build:\n{(await said.ConfigureAwait(false)).Trim()}{(await failed.ConfigureAwait(false)).Trim()}", "Correct it and pack again.");
    }
}
