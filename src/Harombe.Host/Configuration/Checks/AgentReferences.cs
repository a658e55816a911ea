using System.Collections.Immutable;

namespace Harombe.Host.Configuration.Checks;

/// <summary>Agents name models and agents that there are.</summary>
internal sealed class AgentReferences : IConfigurationCheck
{
    public IReadOnlyList<ConfigurationKey> Keys { get; } = [AgentKeys.Model, AgentKeys.Delegates, AgentKeys.Agent];

    public IEnumerable<ConfigurationFault> Faults(EffectiveConfiguration effective)
    {
        var agents = effective.NamesIn("agents");
        var models = effective.NamesIn("models");
        foreach (var setting in effective.Under(AgentKeys.Model))
            if (NamedModels.Unknown(((ModelName)setting.Value).Text, models) is { } model)
                yield return Fault(setting, $"names no known model with {Shown.Value(model)}", NamedModels.Remedy(model, models));
        foreach (var setting in effective.Under(AgentKeys.Delegates))
            foreach (var missing in ((ImmutableArray<string>)setting.Value).Where(name => !agents.Contains(name)))
                yield return Fault(setting, $"names no agent with {Shown.Value(missing)}", Remedy(missing, agents));
        foreach (var setting in effective.Under(AgentKeys.Agent))
            if (!agents.Contains((string)setting.Value))
                yield return Fault(setting, $"names no agent with {Shown.Value((string)setting.Value)}", Remedy((string)setting.Value, agents));
    }

    private static string Remedy(string name, IReadOnlyList<string> agents) => NearestName.Of(name, agents) is { } near ? $"Did you mean {near}?" : "Name it below agents";

    private static ConfigurationFault Fault(Setting setting, string reason, string remedy) => new(FaultKind.OutOfRange, setting.Origin, setting.Name, reason, remedy);
}
