using System.Diagnostics;

namespace Harombe.Benchmarks.Measuring;

/// <summary>
/// Two things in one process, taken in turn call by call: whatever else the machine does meets both alike.
/// </summary>
internal static class Pair
{
    public static async Task<(Samples First, Samples Second)> RunAsync(int rounds, int calls, Func<ValueTask> first, Func<ValueTask> second)
    {
        var (one, two) = (new Samples(), new Samples());
        for (var round = 0; round < rounds; round++)
        {
            one.Begin();
            two.Begin();
            for (var call = 0; call < calls; call++)
            {
                var start = Stopwatch.GetTimestamp();
                await first();
                var between = Stopwatch.GetTimestamp();
                await second();
                one.Add(start, between);
                two.Add(between, Stopwatch.GetTimestamp());
            }
        }

        return (one, two);
    }

    /// <summary>Bytes that one call allocates, on whatever thread.</summary>
    public static async Task<long> AllocatedAsync(int calls, Func<ValueTask> call)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < calls; i++)
        {
            await call();
        }

        return (GC.GetTotalAllocatedBytes(precise: true) - before) / calls;
    }
}
