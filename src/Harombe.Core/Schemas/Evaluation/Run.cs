using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Harombe.Core.Schemas.Evaluation;

/// <summary>
/// The state of one validation, on the stack. Once it gives up every check fails fast and the verdict is a refusal, even under a <c>not</c>.
/// </summary>
internal struct Run(SchemaLimits limits, bool tracksScope)
{
    private const int DepthPerStackProbe = 16;
    private const int PropertiesPerStep = 16;

    private int _work = limits.MaxWork;
    private int _depth;

    public SchemaLimits Limits { get; } = limits;

    public bool TracksScope { get; } = tracksScope;

    public DynamicScope? Scope { get; set; }

    /// <summary>Null in the deciding pass, and inside a branch whose failure alone is no violation.</summary>
    public ViolationList? Violations { get; set; }

    public string? Surrender { get; private set; }

    public string? SurrenderedAt { get; private set; }

    public readonly bool GaveUp => Surrender is not null;

    /// <summary>In the deciding pass the first failure ends it; in the explaining pass only a full list does.</summary>
    public readonly bool StopsAtFailure => Violations is null || Violations.IsFull || GaveUp;

    public bool Enter()
    {
        if (!Spend(1))
            return false;
        if (++_depth > Limits.MaxEvaluationDepth)
            GiveUp($"needs more than {Limits.MaxEvaluationDepth} nested schema evaluations: the schema refers back to itself");
        else if (_depth % DepthPerStackProbe == 0 && !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            GiveUp("needs more stack than this thread has");
        else
            return true;
        _depth--;
        return false;
    }

    public void Leave() => _depth--;

    public bool Spend(int steps)
    {
        if (GaveUp)
            return false;
        _work -= steps;
        if (_work >= 0)
            return true;
        GiveUp($"needs more than {Limits.MaxWork} steps to check");
        return false;
    }

    /// <summary>Looks a property up. That walks the object, and the number of look-ups is another's choice too: the product is paid for.</summary>
    public bool Has(JsonElement instance, ReadOnlySpan<byte> name) =>
        Spend(1 + (instance.GetPropertyCount() / PropertiesPerStep)) && instance.TryGetProperty(name, out _);

    public void GiveUp(string reason)
    {
        Surrender ??= reason;
        SurrenderedAt ??= Violations?.InstancePointer;
    }

    /// <summary>Notes a violation where it is being collected. Returns false so that a check can end with it.</summary>
    public readonly bool Fail(string keywordPointer, string predicate)
    {
        Violations?.Add(keywordPointer, predicate);
        return false;
    }

    public readonly void Descend(JsonProperty property) => Violations?.Push(property.Name);

    public readonly void Descend(int index) => Violations?.Push(index.ToString(CultureInfo.InvariantCulture));

    public readonly void Ascend() => Violations?.Pop();

    /// <summary>Applies a subschema to the same instance without reporting why it fails.</summary>
    public bool Try(SchemaNode node, JsonElement instance, Evaluated? seen)
    {
        var reported = Violations;
        Violations = null;
        var matches = node.Check(instance, ref this, seen);
        if (GaveUp)
            SurrenderedAt ??= reported?.InstancePointer;
        Violations = reported;
        return matches;
    }
}
