using System.Collections.Immutable;
using Harombe.Secrets.Rotation;

namespace Harombe.Host.Configuration.Checks;

/// <summary>Every rotation is one that can be understood, and no secret has two.</summary>
internal sealed class RotationPlans : IConfigurationCheck
{
    public IReadOnlyList<ConfigurationKey> Keys { get; } = [CredentialKeys.Rotations];

    public IEnumerable<ConfigurationFault> Faults(EffectiveConfiguration effective)
    {
        var plans = effective.Value<ImmutableArray<string>>(CredentialKeys.Rotations).Select(RotationPlan.Parse).ToList();
        for (var i = 0; i < plans.Count; i++)
            if (plans[i] is not { } plan)
                yield return Fault(effective, i, "is no rotation", "Write a name, then any of: every 30d; by generated, or by a path of Vault; check https://…");
            else if (plans.Take(i).Any(earlier => earlier?.Name == plan.Name))
                yield return Fault(effective, i, $"rotates {plan.Name.Value} a second time", "Keep one of the two");
    }

    private static ConfigurationFault Fault(EffectiveConfiguration effective, int item, string reason, string remedy) =>
        new(FaultKind.Conflict, effective.OriginOf(CredentialKeys.Rotations), $"{CredentialKeys.Rotations.Name}[{item}]", reason, remedy);
}
