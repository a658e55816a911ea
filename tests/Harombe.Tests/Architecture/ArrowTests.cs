namespace Harombe.Tests.Architecture;

/// <summary>Arrows point down: Host → stations → Core.</summary>
public sealed class ArrowTests
{
    // Every arrow that may exist. A new project must be added here, which is the moment to ask whether it should be one.
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Harombe.Core"] = [],
        ["Harombe.Agent"] = ["Harombe.Core"],
        ["Harombe.Audit"] = ["Harombe.Core"],
        ["Harombe.Gateway"] = ["Harombe.Core"],
        ["Harombe.Memory"] = ["Harombe.Core", "Harombe.Connectors.Chroma"],
        ["Harombe.Policy"] = ["Harombe.Core"],
        ["Harombe.Secrets"] = ["Harombe.Core"],
        ["Harombe.Testing.Plugins"] = ["Harombe.Core", "Harombe.Agent", "Harombe.Policy", "Harombe.Secrets"],
        ["Harombe.Host"] = ["Harombe.Core", "Harombe.Agent", "Harombe.Audit", "Harombe.Gateway", "Harombe.Memory", "Harombe.Policy", "Harombe.Secrets"],
    };

    public static TheoryData<string> ProductProjects => [.. Checkout.Projects("src").Select(Checkout.Relative)];

    public static TheoryData<string> PluginProjects => [.. Checkout.Projects("plugins").Select(Checkout.Relative)];

    [Theory]
    [MemberData(nameof(ProductProjects))]
    public void Project_references_only_what_lies_below_it(string project)
    {
        var name = Path.GetFileNameWithoutExtension(project);

        Assert.True(Allowed.ContainsKey(name), $"{project} is not in the table of arrows.");
        Assert.Empty(Checkout.References(Path.Combine(Checkout.Root, project)).Except(Allowed[name]));
    }

    [Theory]
    [MemberData(nameof(PluginProjects))]
    public void Plugin_references_core_and_the_libraries_that_it_vouches_for(string project)
    {
        var path = Path.Combine(Checkout.Root, project);

        Assert.Equal(["Harombe.Core"], Checkout.References(path));
        var vouched = File.ReadAllText(Path.Combine(Path.GetDirectoryName(path)!, "plugin.yaml"));
        Assert.All(Checkout.Packages(path), package => Assert.Contains($"{(string)package.Attribute("Include")!}.dll: ", vouched, StringComparison.Ordinal));
    }

    [Fact]
    public void Server_for_the_sandbox_references_nothing_of_ours() =>
        Assert.DoesNotContain(Checkout.Projects("mcp-servers").SelectMany(Checkout.References), reference => reference.StartsWith("Harombe.", StringComparison.Ordinal));

    [Fact]
    public void Core_depends_on_semantic_kernel_and_nothing_that_does_input_or_output()
    {
        var packages = Checkout.Packages(Path.Combine(Checkout.Root, "src/Harombe.Core/Harombe.Core.csproj")).Select(package => (string)package.Attribute("Include")!);

        Assert.Equal(["Microsoft.SemanticKernel.Core"], packages);
    }

    [Fact]
    public void Versions_stand_in_one_place() => Assert.Empty(
        new[] { "src", "plugins", "mcp-servers", "tests" }.SelectMany(Checkout.Projects)
            .Where(project => Checkout.Packages(project).Any(package => package.Attribute("Version") is not null || package.Attribute("VersionOverride") is not null))
            .Select(Checkout.Relative));
}
