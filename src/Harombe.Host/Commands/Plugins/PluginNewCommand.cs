using System.CommandLine;
using Harombe.Host.Configuration;

namespace Harombe.Host.Commands.Plugins;

/// <summary><c>harombe plugins new</c>: a project with a tool, its plugin.yaml and its tests. Needs no host.</summary>
internal sealed class PluginNewCommand : Command
{
    private const int LongestName = 32;

    private static readonly Argument<string> Plugin = new("name") { Description = "The plugin's name: lower-case letters, digits and '-'" };
    private static readonly Option<string?> Output = new("--output", "-o") { Description = "The folder to make; by default the name, here" };

    public PluginNewCommand(Surroundings here)
        : base("new", "Make a plugin's project with a test, in a folder of its own.")
    {
        Add(Plugin);
        Add(Output);
        SetAction(parsed => Run(here.Begin(parsed)));
    }

    private static int Run(Invocation run)
    {
        var name = run.Parsed.GetRequiredValue(Plugin);
        if (name.Length > LongestName || !char.IsAsciiLetterLower(name.FirstOrDefault()) || !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') || name.EndsWith('-'))
        {
            return run.Fail(Stop.Usage($"{Shown.Value(name)} is not a plugin's name", "use 1 to 32 lower-case letters, digits and '-', as in: harombe plugins new dice"));
        }

        if (name is "folders" or "disabled" or "tools")
        {
            return run.Fail(Stop.Usage($"'{name}' is a word of harombe.yaml", "choose another name"));
        }

        var folder = Path.GetFullPath(run.Parsed.GetValue(Output) ?? name);
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            return run.Fail(new Stop(ExitCode.Failed, "plugins.folder", $"{folder} is not empty", $"harombe plugins new {name} --output another-folder"));
        }

        foreach (var (path, content) in PluginTemplate.Files(name))
        {
            var file = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!); // not null: it is below the folder
            File.WriteAllText(file, content);
        }

        var packages = Path.Combine(AppContext.BaseDirectory, "packages");
        if (Directory.Exists(packages))
        {
            File.WriteAllText(Path.Combine(folder, "nuget.config"), PluginTemplate.Sources(packages));
        }

        if (run.Json)
        {
            run.WriteJson(new MadeForm(name, folder), PluginForms.Default.MadeForm);
            return ExitCode.Done;
        }

        run.Terminal.Output.WriteLine(folder);
        run.Say($"next:\n  cd {Path.GetRelativePath(Environment.CurrentDirectory, folder)}\n  dotnet test *.Tests\n  harombe plugins pack .");
        return ExitCode.Done;
    }
}
