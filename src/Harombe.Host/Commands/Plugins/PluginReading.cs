using Harombe.Agent.PluginInstalling;

namespace Harombe.Host.Commands.Plugins;

/// <summary>Gets a package from what a person named: a package, the folder of a built plugin, or a project, which is built first.</summary>
internal static class PluginReading
{
    public static async Task<Answer<PackedPlugin>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (File.Exists(path))
        {
            return new FileInfo(path).Length > PluginPacking.MaxBytes
                ? new Stop(ExitCode.Failed, "package.size", $"{path} is larger than {PluginPacking.MaxBytes / 1024 / 1024} MiB", "A plugin is smaller.")
                : Of(PluginPacking.Read(await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false)));
        }

        if (!Directory.Exists(path))
        {
            return new Stop(ExitCode.Failed, "plugins.path", $"there is no {path}", "Name a package, a plugin's folder, or a project's folder.");
        }

        if (DotnetBuild.ProjectIn(path) is not { } project)
        {
            return Of(PluginPacking.Pack(path));
        }

        var output = Directory.CreateTempSubdirectory("harombe-").FullName;
        try
        {
            return await DotnetBuild.RunAsync(project, output, cancellationToken).ConfigureAwait(false) is { } stop ? stop : Of(PluginPacking.Pack(output));
        }
        finally
        {
            Directory.Delete(output, recursive: true);
        }
    }

    private static Answer<PackedPlugin> Of(PackingOutcome outcome) => outcome.Package is { } package ? package : Stop.Failed(outcome.Fault!); // not null: one of the two is there
}
