using Harombe.Core.Plugins;
using Harombe.Core.Secrets;

namespace Harombe.Core.Guard;

/// <summary>
/// Lets reports of a running tool through to whoever waits: redacted, shortened, not too many, and none after the tool has ended. A report that can't be
/// scanned is dropped; nothing here fails the tool. Thread-safe.
/// </summary>
internal sealed class ScannedProgress(IProgress<ToolProgress> listener, ISecretScanner scanner, TimeProvider clock) : IProgress<ToolProgress>
{
    private const int LongestMessage = 200;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Lock gate = new();
    private long last;
    private bool reported;
    private bool isOver;

    public void Report(ToolProgress value)
    {
        if (value?.Message is not { } message)
        {
            return;
        }

        try
        {
            lock (gate)
            {
                // The end is worth telling however soon it comes.
                if (isOver || (reported && value.Done is not 1 && clock.GetElapsedTime(last) < Pause))
                {
                    return;
                }

                reported = true;
                last = clock.GetTimestamp();
                var clean = scanner.Redact(message).Value;
                listener.Report(new ToolProgress(
                    clean.Length > LongestMessage ? clean[..(LongestMessage - 1)] + "…" : clean,
                    value.Done is { } done && double.IsFinite(done) ? Math.Clamp(done, 0, 1) : null));
            }
        }
        catch (Exception)
        {
            // A report is a courtesy: one that can't be scanned or told is not made.
        }
    }

    public void End()
    {
        lock (gate)
        {
            isOver = true;
        }
    }
}
