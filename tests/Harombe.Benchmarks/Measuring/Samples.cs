using System.Diagnostics;

namespace Harombe.Benchmarks.Measuring;

/// <summary>Durations of one thing, round by round, in microseconds. Not thread-safe.</summary>
internal sealed class Samples
{
    private readonly List<List<double>> rounds = [];

    public void Begin() => rounds.Add([]);

    public void Add(long from, long to) => rounds[^1].Add(Stopwatch.GetElapsedTime(from, to).TotalMicroseconds);

    /// <summary>A quantile of each round, and the spread of those.</summary>
    public Spread At(double share) => Spread.Of(rounds.Select(round => Spread.Quantile([.. round.Order()], share)));

    /// <summary>What this adds to the other: the difference of the two quantiles, round by round.</summary>
    public Spread Above(Samples other, double share) => Spread.Of(rounds.Zip(other.rounds, (mine, theirs) =>
        Spread.Quantile([.. mine.Order()], share) - Spread.Quantile([.. theirs.Order()], share)));
}
