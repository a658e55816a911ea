using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Harombe.Benchmarks.Gateways;

/// <summary>Two ways to put load on a door: as much as it takes, and so many calls a second whatever becomes of them.</summary>
internal static class Arrivals
{
    private const int MostWaiting = 512;

    /// <summary>Calls a second with so many always under way.</summary>
    public static async Task<double> CapacityAsync(IDoor door, int atOnce, TimeSpan time)
    {
        var (began, made) = (Stopwatch.GetTimestamp(), 0);
        await Task.WhenAll(Enumerable.Range(0, atOnce).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(began) < time)
            {
                await door.CallAsync();
                Interlocked.Increment(ref made);
            }
        })));
        return made / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    /// <summary>
    /// Calls at a fixed rate. Each is timed from the moment at which it was due, so a door that falls behind pays for the calls that had to wait.
    /// </summary>
    /// <returns>Microseconds of each call in ascending order; empty when it fell so far behind that 512 calls were waiting.</returns>
    public static async Task<double[]> AtRateAsync(IDoor door, double rate, TimeSpan time)
    {
        var total = (int)(rate * time.TotalSeconds);
        var (took, ended, open) = (new ConcurrentBag<double>(), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), total);
        var failed = new ConcurrentQueue<Exception>();
        var begin = Stopwatch.GetTimestamp();
        var behind = false;
        // A thread of its own that sleeps until the next is due: a timer of the runtime comes once in a millisecond at best.
        var pacing = new Thread(() =>
        {
            for (var number = 0; number < total; number++)
            {
                var due = begin + (long)(number / rate * Stopwatch.Frequency);
                while (Stopwatch.GetTimestamp() < due)
                {
                    _ = Sleep(20);
                }

                if (number - (total - Volatile.Read(ref open)) > MostWaiting)
                {
                    behind = true; // More of it would only tell for how long we went on.
                    Interlocked.Add(ref open, number - total);
                    break;
                }

                _ = OneAsync(due);
            }

            if (Volatile.Read(ref open) <= 0)
            {
                ended.TrySetResult();
            }
        });
        pacing.Start();
        await ended.Task.WaitAsync(time * 4);
        pacing.Join();
        return failed.TryDequeue(out var e) ? throw e : behind ? [] : [.. took.Order()];

        async Task OneAsync(long due)
        {
            await Task.Yield();
            try
            {
                await door.CallAsync();
                took.Add(Stopwatch.GetElapsedTime(due).TotalMicroseconds);
            }
            catch (Exception e)
            {
                failed.Enqueue(e);
            }

            if (Interlocked.Decrement(ref open) == 0)
            {
                ended.TrySetResult();
            }
        }
    }

    [DllImport("libc", EntryPoint = "usleep")]
    private static extern int Sleep(uint microseconds);
}
