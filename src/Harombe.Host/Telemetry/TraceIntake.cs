using System.Diagnostics;

namespace Harombe.Host.Telemetry;

/// <summary>
/// Takes up the trace that a caller is in, and nothing else of what its headers carry: baggage would go out again with every request that the host makes on
/// the way, to whomever, and it may hold anything.
/// </summary>
internal sealed class TraceIntake : DistributedContextPropagator
{
    private readonly DistributedContextPropagator inner = CreateW3CPropagator();

    public override IReadOnlyCollection<string> Fields => inner.Fields;

    public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter) => inner.Inject(activity, carrier, setter);

    public override void ExtractTraceIdAndState(object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState)
    {
        inner.ExtractTraceIdAndState(carrier, getter, out traceId, out _);
        traceState = null;
    }

    public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(object? carrier, PropagatorGetterCallback? getter) => null;
}
