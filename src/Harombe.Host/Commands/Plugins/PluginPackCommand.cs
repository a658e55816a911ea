using System.CommandLine;

namespace Harombe.Host.Commands.Plugins;

/// <summary><c>harombe plugins pack</c>: one file, and the hash by which it is installed. Needs no host; nothing of the plugin's code runs.</summary>
internal sealed class PluginPackCommand : Command
{
    private static readonly Argument<string> From = new("folder") { Description = "A plugin's project, which is built first, or the folder of a built plugin", DefaultValueFactory = _ => "." };
    private static readonly Option<string> Output = new("--output", "-o") { Description = "The folder to write the package to", DefaultValueFactory = _ => "." };

    public PluginPackCommand(Surroundings here)
        : base("pack", "Pack a plugin into one file and tell its hash.")
    {
        Add(From);
        Add(Output);
        SetAction((parsed, cancellationToken) => RunAsync(here.Begin(parsed), cancellationToken));
    }

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        if ((await PluginReading.ReadAsync(run.Parsed.GetRequiredValue(From), cancellationToken).ConfigureAwait(false)).Failed(out var stop, out var package))
        {
            return run.Fail(stop);
        }

        var folder = Directory.CreateDirectory(run.Parsed.GetRequiredValue(Output)).FullName;
        var file = Path.Combine(folder, $"{package.Name}.{package.Version}.nupkg");
        await File.WriteAllBytesAsync(file, package.Bytes, cancellationToken).ConfigureAwait(false);
        if (run.Json)
        {
            run.WriteJson(new PackedForm(package.Name, package.Version, file, "sha256:" + package.Sha256), PluginForms.Default.PackedForm);
        }
        else
        {
            run.Terminal.Output.WriteLine($"{file}\nsha256:{package.Sha256}");
            run.Say($"next: harombe plugins install {Path.GetRelativePath(Environment.CurrentDirectory, file)} --hash sha256:{package.Sha256}");
        }

        return ExitCode.Done;
    }
}
