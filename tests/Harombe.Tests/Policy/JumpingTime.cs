using Microsoft.Extensions.Time.Testing;

namespace Harombe.Tests.Policy;

/// <summary>A fake clock whose wall can be set forward and back while its monotonic side goes on undisturbed.</summary>
internal sealed class JumpingTime : TimeProvider
{
    private readonly FakeTimeProvider steady = new(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero));

    public TimeSpan Jump { get; set; }

    public override long TimestampFrequency => steady.TimestampFrequency;

    public void Advance(TimeSpan by) => steady.Advance(by);

    public void Advance(int seconds) => steady.Advance(TimeSpan.FromSeconds(seconds));

    public override DateTimeOffset GetUtcNow() => steady.GetUtcNow() + Jump;

    public override long GetTimestamp() => steady.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        steady.CreateTimer(callback, state, dueTime, period);
}
