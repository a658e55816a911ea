namespace Harombe.RealTests.Processes;

/// <summary>Moments that chance picks.</summary>
internal static class Moments
{
    /// <summary>Waits for any part of the span, each as likely as the others.</summary>
    public static Task WaitAsync(TimeSpan span) => Task.Delay(span * Random.Shared.NextDouble());
}
