namespace Harombe.RealTests.Processes;

/// <summary>Moments that chance picks.</summary>
internal static class Moments
{
    /// <summary>Waits for any part of the span. The longer half of a turn is its end, so early moments are picked as often as late ones.</summary>
    public static Task WaitAsync(TimeSpan span) => Task.Delay(span * Random.Shared.NextDouble());
}
