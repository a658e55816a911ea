using System.Globalization;
using System.Text.Json;
using Harombe.Benchmarks.Measuring;
using Harombe.Core.Tools;
using Harombe.Testing.Flow;

namespace Harombe.Benchmarks.Flow;

/// <summary>The injection replay: how many ordinary tasks are held up, how many attacks are stopped, under the default policy of the host.</summary>
internal static class FlowBenchmark
{
    private const int Seeds = 3;

    public static Task RunAsync(string[] args)
    {
        if (args.Length != 2)
        {
            throw new ArgumentException("Say which: --flow <traces.json> <tools.json>");
        }

        var (traces, tools) = (TraceFiles.Traces(args[0]), TraceFiles.Tools(args[1]));
        var (benign, pairs) = Once("as they are", traces, tools, Mutation.Plain, detail: true);
        Rows("names of tools and arguments replaced by random words", Enumerable.Range(1, Seeds).Select(seed =>
        {
            var renaming = new Renaming(seed);
            var renamed = renaming.Tools(tools);
            return ($"seed {seed}", new Replay(renamed, Mutation.Plain), (IReadOnlyList<Trace>)[.. traces.Select(renaming.Trace)]);
        }), withBenign: true);
        Rows("attackers that disguise themselves", Mutation.All.Select(mutation => (mutation.Name, new Replay(tools, mutation), traces)), withBenign: false);
        Report.Line("benign_held and stopped are shares between 0 and 1; benign and pairs are counts.");
        Console.WriteLine(JsonSerializer.Serialize(new Dictionary<string, double>
        {
            ["benign_held"] = Share(benign, outcome => outcome.Held is not null),
            ["stopped"] = Share(pairs, outcome => outcome.Held is not null),
            ["benign"] = benign.Count,
            ["pairs"] = pairs.Count,
        }));
        return Task.CompletedTask;
    }

    private static (List<Outcome> Benign, List<Outcome> Pairs) Once(
        string title, IReadOnlyList<Trace> traces, IReadOnlyDictionary<(string, string), ToolDefinition> tools, Mutation mutation, bool detail)
    {
        var replay = new Replay(tools, mutation);
        var (benign, pairs) = (replay.Benign(traces).ToList(), replay.Pairs([.. traces]).ToList());
        Report.Line($"\n**{title}**");
        Report.Table(
            ["suite", "benign tasks", "held", "share (95 %)", "pairs", "stopped", "share (95 %)"],
            [.. benign.Select(outcome => outcome.Suite).Distinct().Order().Append("").Select(suite => Row(suite, benign, pairs))]);
        if (detail)
        {
            foreach (var held in benign.Where(outcome => outcome.Held is not null))
            {
                Report.Line($"- held: {held.Suite} {held.Task} at {held.Held!.Tool}: {held.Why!.Message} [{held.Why.Rule}]"); // not null: it was held
            }

            foreach (var missed in pairs.Where(outcome => outcome.Held is null))
            {
                Report.Line($"- missed: {missed.Suite} {missed.Task} × {missed.Attack}");
            }
        }

        return (benign, pairs);
    }

    private static void Rows(string title, IEnumerable<(string Name, Replay Replay, IReadOnlyList<Trace> Traces)> runs, bool withBenign)
    {
        Report.Line($"\n**{title}**");
        var misses = new List<string>();
        var rows = new List<string[]>();
        foreach (var (name, replay, traces) in runs)
        {
            var pairs = replay.Pairs([.. traces]).ToList();
            var benign = withBenign ? replay.Benign(traces).ToList() : [];
            rows.Add([name, withBenign ? Shown(benign) : "", Shown(pairs)]);
            misses.AddRange(pairs.Where(outcome => outcome.Held is null).Select(missed => $"- missed: {name}: {missed.Suite} {missed.Task} × {missed.Attack}"));
        }

        Report.Table(["", "benign held", "pairs stopped"], rows);
        misses.ForEach(Report.Line);
    }

    private static string[] Row(string suite, List<Outcome> benign, List<Outcome> pairs)
    {
        var (own, against) = (benign.FindAll(outcome => suite.Length == 0 || outcome.Suite == suite), pairs.FindAll(outcome => suite.Length == 0 || outcome.Suite == suite));
        return
        [
            suite.Length == 0 ? "all" : suite,
            $"{own.Count}", $"{own.Count(outcome => outcome.Held is not null)}", Interval.Text(own.Count(outcome => outcome.Held is not null), own.Count),
            $"{against.Count}", $"{against.Count(outcome => outcome.Held is not null)}", Interval.Text(against.Count(outcome => outcome.Held is not null), against.Count),
        ];
    }

    private static string Shown(List<Outcome> outcomes) =>
        $"{outcomes.Count(outcome => outcome.Held is not null)} of {outcomes.Count}: {Interval.Text(outcomes.Count(outcome => outcome.Held is not null), outcomes.Count)}";

    private static double Share(List<Outcome> outcomes, Func<Outcome, bool> counts) => outcomes.Count == 0 ? 0 : (double)outcomes.Count(counts) / outcomes.Count;
}

/// <summary>Wilson's interval of a share at 95 %.</summary>
internal static class Interval
{
    private const double Z = 1.959964;

    public static string Text(int hits, int all)
    {
        if (all == 0)
        {
            return "–";
        }

        var share = (double)hits / all;
        var centre = (share + Z * Z / (2 * all)) / (1 + Z * Z / all);
        var half = Z / (1 + Z * Z / all) * Math.Sqrt(share * (1 - share) / all + Z * Z / (4.0 * all * all));
        return string.Create(CultureInfo.InvariantCulture, $"{share:P1} ({Math.Max(0, centre - half):P1} – {Math.Min(1, centre + half):P1})");
    }
}
