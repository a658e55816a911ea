using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Harombe.Testing;

namespace Harombe.RealTests.Readme;

/// <summary>Builds the plugin of the README from what the README shows, and calls it.</summary>
public sealed class PluginExampleTests
{
    private static readonly string Root = Checkout.Root;

    [Fact]
    public async Task Plugin_of_the_readme_builds_and_rolls()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(Root, "README.md"));
        using var folder = new TemporaryFolder();
        var (source, placed) = (folder["source"], Path.Combine(folder["my-plugins"], "dice"));
        Directory.CreateDirectory(source);
        Directory.CreateDirectory(placed);
        await File.WriteAllTextAsync(Path.Combine(source, "Dice.cs"), Block(readme, "csharp"));
        await File.WriteAllTextAsync(Path.Combine(placed, "plugin.yaml"), Block(readme, "yaml", "# plugin.yaml"));
        await File.WriteAllTextAsync(Path.Combine(source, "Dice.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
              <ItemGroup>
                <Reference Include="{AppContext.BaseDirectory}Harombe.Core.dll" Private="false" />
                <Reference Include="{AppContext.BaseDirectory}Microsoft.SemanticKernel.Abstractions.dll" Private="false" />
                <Reference Include="{AppContext.BaseDirectory}Microsoft.SemanticKernel.Core.dll" Private="false" />
              </ItemGroup>
            </Project>
            """);

        var built = await BuildAsync(source);
        Assert.True(built.ExitCode == 0, built.Output);
        File.Copy(Path.Combine(source, "out", "Dice.dll"), Path.Combine(placed, "Dice.dll"));
        await using var host = await HostProcess.StartAsync(("plugins.folders", folder["my-plugins"]));
        var rolled = await host.Owner.ChatAsync("call dice.roll {\"count\":3}");
        var refused = await host.Owner.ChatAsync("call dice.roll {\"count\":0}");

        Assert.True(Regex.IsMatch(rolled.ToString(), @"answered:\\n\d+"), rolled.ToString());
        Assert.Contains("dice.count", refused.ToString(), StringComparison.Ordinal);
    }

    private static string Block(string readme, string language, string begin = "") =>
        Regex.Match(readme, $"```{language}\n(?<body>{begin}.*?)```", RegexOptions.Singleline) is { Success: true } found
            ? found.Groups["body"].Value
            : throw new InvalidOperationException($"The README has no {language} block.");

    private static async Task<(int ExitCode, string Output)> BuildAsync(string folder)
    {
        var start = new ProcessStartInfo("dotnet", ["build", "-c", "Release", "-o", "out", "-nologo", "-v", "quiet"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var build = Process.Start(start)!; // not null: it is started anew
        var output = await build.StandardOutput.ReadToEndAsync();
        await build.WaitForExitAsync();
        return (build.ExitCode, output);
    }

}
