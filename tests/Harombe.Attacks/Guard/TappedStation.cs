using System.Reflection;
using Harombe.Core.Guard;

namespace Harombe.Attacks.Guard;

/// <summary>A station with somebody beside it who sees each call come and go, and may throw.</summary>
internal sealed class TappedStation(GuardStation inner) : GuardStation
{
    // A station's work is closed to other stations; only reflection gets past that.
    private static readonly MethodInfo Pass = typeof(GuardStation).GetMethod("PassAsync", BindingFlags.Instance | BindingFlags.NonPublic)!;

    public Action<GuardedCall> Before { get; set; } = _ => { };

    public Action<GuardedCall> After { get; set; } = _ => { };

    public override Station Place => inner.Place;

    private protected override async ValueTask PassAsync(GuardedCall call, Func<ValueTask> next, CancellationToken cancellationToken)
    {
        Before(call);
        await (ValueTask)Pass.Invoke(inner, [call, next, cancellationToken])!;
        After(call);
    }
}
