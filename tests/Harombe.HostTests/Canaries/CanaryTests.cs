using System.Text;
using Harombe.Testing.Telemetry;

namespace Harombe.HostTests.Canaries;

/// <summary>
/// A stored secret goes along every path in every disguise, and afterwards every byte of the data folder, of what the model was sent, of what clients were
/// answered and of what was exported as traces, metrics and logs is searched for it. Then the redactor is taken out of each path in turn, and the same search must find it.
/// </summary>
[Collection(Exporting)]
public sealed class CanaryTests
{
    /// <summary>Whoever exports spans takes turns: they are the process's own, and what one host redacts in them before another sends them is redacted for both.</summary>
    public const string Exporting = "exports spans";

    public static TheoryData<string> Paths => [.. CanaryPath.All.Select(path => path.Name)];

    public static TheoryData<string, string> Guards
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (path, guard) in CanaryPath.All.SelectMany(path => path.Guards.Select(guard => (path.Name, guard))))
            {
                data.Add(path, guard);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Secret_is_nowhere_after_any_path_in_any_disguise(string path)
    {
        var tools = new CanaryTools();
        await using var collector = await OtlpCollector.StartAsync();
        await using var host = await CanaryHost.StartAsync(tools.Offers, collector);
        var answers = new StringBuilder();
        foreach (var (disguise, text) in Canary.Disguises)
        {
            answers.AppendLine($"-- {disguise}").AppendLine(await PathOf(path).GoAsync(host, tools, text));
        }

        Assert.Empty(await CanaryHost.LeaksAsync(host, collector, answers.ToString(), Canary.Disguises));
    }

    [Theory]
    [MemberData(nameof(Guards))]
    public async Task Without_its_redactor_the_path_leaks_and_the_search_sees_it(string path, string guard)
    {
        var tools = new CanaryTools();
        await using var collector = await OtlpCollector.StartAsync();
        await using var host = await CanaryHost.StartAsync(tools.Offers, collector, blind: guard);
        var answer = await PathOf(path).GoAsync(host, tools, Canary.Value);
        Assert.NotEmpty(await CanaryHost.LeaksAsync(host, collector, answer, Canary.Disguises));
    }

    private static CanaryPath PathOf(string name) => CanaryPath.All.Single(path => path.Name == name);
}
