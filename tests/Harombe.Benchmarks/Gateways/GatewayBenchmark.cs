using System.Globalization;
using Harombe.Benchmarks.Measuring;

namespace Harombe.Benchmarks.Gateways;

/// <summary>
/// What a gateway takes and what it adds: the same tool of the same upstream straight, through the host and through other gateways, in turn, by the same
/// client in this process. Capacity with sixteen calls under way; then a fixed rate of half of what the direct way takes.
/// </summary>
internal static class GatewayBenchmark
{
    private const int Rounds = 3;

    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(3), Filling = TimeSpan.FromSeconds(4), Paced = TimeSpan.FromSeconds(5);

    public static async Task RunAsync(string[] arguments)
    {
        await Peers.InstallAsync();
        if (!arguments.Contains("memory"))
        {
            await CallsAsync(arguments);
        }

        if (!arguments.Contains("calls"))
        {
            await MemoryTable.RunAsync();
        }
    }

    private static async Task CallsAsync(string[] arguments)
    {
        var field = new List<Candidate>();
        try
        {
            var words = arguments.Where(word => word != "calls").ToArray();
            await Field.OpenAsync(name => words.Length == 0 || words.Any(word => name.Contains(word, StringComparison.Ordinal)), field);
            foreach (var candidate in field)
            {
                await Arrivals.CapacityAsync(candidate.Door, Field.Sessions, Warm);
            }

            var capacity = field.ToDictionary(candidate => candidate.Name, _ => new List<double>());
            for (var round = 0; round < Rounds; round++)
            {
                foreach (var candidate in field)
                {
                    capacity[candidate.Name].Add(await Arrivals.CapacityAsync(candidate.Door, Field.Sessions, Filling));
                    await Console.Error.WriteLineAsync($"{round + 1} of {Rounds}: {candidate.Name}: {capacity[candidate.Name][^1]:N0} calls/s");
                }
            }

            var paced = field.ToDictionary(candidate => candidate.Name, _ => new List<double[]>());
            for (var round = 0; round < Rounds; round++)
            {
                foreach (var candidate in field)
                {
                    paced[candidate.Name].Add(await Arrivals.AtRateAsync(candidate.Door, Rate(candidate), Paced));
                    await Console.Error.WriteLineAsync($"{round + 1} of {Rounds}: {candidate.Name}: {paced[candidate.Name][^1].Length:N0} calls at their rate");
                }
            }

            Report.Table(
                ["way", "calls/s with 16 under way", "of direct", "arrivals/s", "p50 ms", "p99 ms", "added p50 ms", "added p99 ms"],
                field.Select(candidate => Row(candidate, capacity, paced, Rate(candidate))));

            double Rate(Candidate _) => Spread.Of(capacity[Field.Http]).Median / 2;
        }
        finally
        {
            foreach (var candidate in field)
            {
                await candidate.DisposeAsync();
            }
        }
    }

    private static string[] Row(Candidate candidate, Dictionary<string, List<double>> capacity, Dictionary<string, List<double[]>> paced, double rate)
    {
        var taken = Spread.Of(capacity[candidate.Name]);
        var share = candidate.Direct is null ? "" : (taken.Median / Spread.Of(capacity[candidate.Direct]).Median).ToString("P0", CultureInfo.InvariantCulture);
        string[] begin = [candidate.Name, taken.ToString(), share, rate.ToString("N0", CultureInfo.InvariantCulture)];
        var mine = paced[candidate.Name];
        return mine.Any(round => round.Length == 0) ? [.. begin, "falls behind", "", "", ""]
            : candidate.Direct is null || paced[candidate.Direct].Any(round => round.Length == 0) ? [.. begin, At(0.5), At(0.99), "", ""]
            : [.. begin, At(0.5), At(0.99), Added(0.5), Added(0.99)];

        string At(double share) => Spread.Of(mine.Select(round => Spread.Quantile(round, share) / 1000)).ToString();
        string Added(double share) => Spread.Of(mine.Zip(paced[candidate.Direct!], (one, direct) => (Spread.Quantile(one, share) - Spread.Quantile(direct, share)) / 1000)).ToString();
    }
}
