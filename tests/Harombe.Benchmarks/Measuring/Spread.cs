using System.Globalization;

namespace Harombe.Benchmarks.Measuring;

/// <summary>The middle of several rounds and how far they lay apart: on a shared machine a single figure means little.</summary>
internal readonly record struct Spread(double Median, double Least, double Most)
{
    public static Spread Of(IEnumerable<double> rounds)
    {
        var sorted = rounds.Order().ToArray();
        return new Spread(Quantile(sorted, 0.5), sorted[0], sorted[^1]);
    }

    /// <summary>Of figures in ascending order.</summary>
    public static double Quantile(double[] sorted, double share) => sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];

    public override string ToString() => $"{Short(Median)} ({Short(Least)}–{Short(Most)})";

    private static string Short(double value) => value.ToString(value switch { >= 100 => "N0", >= 10 => "F1", _ => "F2" }, CultureInfo.InvariantCulture);
}
