using System.Text.Json;
using Harombe.Core.Tools;
using Harombe.Testing.Roads;

namespace Harombe.Tests.Guard;

/// <summary>What strangers offer must not take the catalogue away from everybody, nor pass for something else.</summary>
public sealed class CatalogTests
{
    [Theory]
    [InlineData("files.read", "files.read")]
    [InlineData("files.read", "files_read")]
    [InlineData("files_read", "files.read")]
    [InlineData("files.read", "FILES.read")]
    [InlineData("files.read", "files.Read")]
    [InlineData("files.read_all", "files_read.all")]
    [InlineData("files.read-all", "files.read_all")]
    [InlineData("tools.x", "x")]
    public void A_name_that_can_not_be_told_from_another_is_left_out_and_the_others_stay(string first, string second)
    {
        var catalog = Catalog(first, second, "clock.now");

        Assert.Equal([first, "clock.now"], catalog.Current.Tools.Select(tool => tool.Definition.Name.Value).OrderBy(name => name == "clock.now"));
        var fault = Assert.Single(catalog.Current.Faults);
        Assert.Equal(second, fault.Tool);
        Assert.Contains(first, fault.Reason, StringComparison.Ordinal);
        Assert.Equal(2, catalog.Current.CreateUnguardedKernel().Plugins.Sum(plugin => plugin.FunctionCount));
    }

    [Fact]
    public void Plugins_that_differ_in_case_are_one_to_the_kernel_and_both_tools_stay() =>
        Assert.Equal(2, Catalog("files.read", "Files.write").Current.CreateUnguardedKernel().Plugins.Sum(plugin => plugin.FunctionCount));

    [Fact]
    public void A_tool_whose_schema_can_not_be_checked_is_left_out_with_the_reason()
    {
        var tools = new CountedTools();
        tools.Add("a.b", tool => tool with { InputSchema = JsonElement.Parse("""{"type":"nonsense"}""") });
        tools.Add("clock.now");

        var catalog = new ToolCatalog([tools], TimeProvider.System);

        Assert.Equal("clock.now", Assert.Single(catalog.Current.Tools).Definition.Name.Value);
        Assert.Contains("/type", Assert.Single(catalog.Current.Faults).Reason, StringComparison.Ordinal);
    }

    public static TheoryData<Func<ToolDefinition, ToolDefinition>> Changes =>
    [
        tool => tool with { Name = ToolName.Parse("other.name") },
        tool => tool with { Description = "Other." },
        tool => tool with { InputSchema = JsonElement.Parse("""{"type":"object","title":"x"}""") },
        tool => tool with { OutputSchema = JsonElement.Parse("{}") },
        tool => tool with { Origin = "elsewhere" },
        tool => tool with { Risk = Risk.Critical },
        tool => tool with { ReadOnly = false },
        tool => tool with { Idempotent = true },
        tool => tool with { ResultLabel = Core.Labels.Label.OfUser },
        tool => tool with { Secrets = [Core.Secrets.SecretName.Parse("a")] },
        tool => tool with { Hosts = ["example.org"] },
        tool => tool with { Paths = ["workspace"] },
    ];

    [Theory, MemberData(nameof(Changes))]
    public void A_changed_definition_has_another_fingerprint_even_when_it_was_made_from_one_that_had_its_own(Func<ToolDefinition, ToolDefinition> change)
    {
        var tool = CountedTools.Definition("files.read");
        var before = tool.Fingerprint;

        Assert.NotEqual(before, change(tool).Fingerprint);
        Assert.Equal(before, tool.Fingerprint);
        Assert.Equal(before, (tool with { }).Fingerprint);
    }

    [Fact]
    public void Whether_the_fingerprint_was_asked_for_does_not_make_two_definitions_unequal()
    {
        var tool = CountedTools.Definition("files.read");
        var copy = tool with { };
        _ = tool.Fingerprint;

        Assert.Equal(tool, copy);
        Assert.Equal(tool.GetHashCode(), copy.GetHashCode());
    }

    private static ToolCatalog Catalog(params string[] names)
    {
        var tools = new CountedTools();
        foreach (var name in names)
        {
            tools.Add(name);
        }

        return new ToolCatalog([tools], TimeProvider.System);
    }
}
