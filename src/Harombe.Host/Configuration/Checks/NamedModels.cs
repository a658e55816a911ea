using System.Collections.Immutable;

namespace Harombe.Host.Configuration.Checks;

/// <summary>Every model that is named exists, says whose it is, and can be asked.</summary>
internal sealed class NamedModels : IConfigurationCheck
{
    public IReadOnlyList<ConfigurationKey> Keys { get; } = [ConfigurationKeys.Model, ConfigurationKeys.PolicyReviewer, ModelKeys.Provider, ModelKeys.Id, ModelKeys.Fallback];

    public IEnumerable<ConfigurationFault> Faults(EffectiveConfiguration effective)
    {
        var names = effective.NamesIn("models");
        foreach (var setting in effective.Under(ModelKeys.Provider).Concat(effective.Under(ModelKeys.Id)).Concat(effective.Under(ModelKeys.Fallback)))
            if (IsTaken(setting.At!.Value.Segments[1])) // not null: these keys have names
                yield return Fault(setting.Origin, setting.Name, "uses a provider's name for a model", "Choose another name; below a provider's name stand base_url and secret");
        foreach (var name in names.Where(name => !IsTaken(name)))
        {
            var first = First(effective, name);
            if (effective.Value<string>(ModelKeys.Provider, name) is not { } provider)
                yield return Fault(first.Origin, $"models.{name}.provider", "is missing", $"Write one of {string.Join(", ", ModelName.Providers)}, {ModelName.Offline}");
            else if (provider != ModelName.Offline && effective.Value<string>(ModelKeys.Id, name) is null)
                yield return Fault(first.Origin, $"models.{name}.model", "is missing", "Write what the provider calls the model");
        }

        foreach (var key in new[] { ConfigurationKeys.Model, ConfigurationKeys.PolicyReviewer }.Where(effective.Has))
            if (Unknown(effective.Value<ModelName>(key).Text, names) is { } model)
                yield return new ConfigurationFault(FaultKind.OutOfRange, effective.OriginOf(key), key.Name, $"names no known model with {Shown.Value(model)}", Remedy(model, names));
        foreach (var setting in effective.Under(ModelKeys.Fallback))
            foreach (var missing in ((ImmutableArray<string>)setting.Value).Where(name => Unknown(name, names) is not null))
                yield return new ConfigurationFault(FaultKind.OutOfRange, setting.Origin, setting.Name, $"names no known model with {Shown.Value(missing)}", Remedy(missing, names));
    }

    /// <summary>The name when nothing is called so; null when something is.</summary>
    public static string? Unknown(string name, IReadOnlyList<string> names) =>
        name == ModelName.Offline || name.Contains('/', StringComparison.Ordinal) || (names.Contains(name) && !IsTaken(name)) ? null : name;

    /// <summary>What may have been meant.</summary>
    public static string Remedy(string name, IReadOnlyList<string> names) =>
        NearestName.Of(name, [ModelName.Offline, .. ModelName.Providers, .. names]) is { } near
            ? $"Did you mean {near}?{(ModelName.Providers.Contains(near) ? $" Write {near}/<model-id>" : "")}"
            : "Name it below models, or write <provider>/<model-id>";

    private static Setting First(EffectiveConfiguration effective, string name) =>
        ModelKeys.All.Where(key => key.HasNames).SelectMany(effective.Under).First(setting => setting.At!.Value.Segments[1] == name); // not null: these keys have names

    private static bool IsTaken(string name) => ModelName.Providers.Contains(name, StringComparer.Ordinal) || name == ModelName.Offline;

    private static ConfigurationFault Fault(ConfigurationOrigin origin, string key, string reason, string remedy) => new(FaultKind.Conflict, origin, key, reason, remedy);
}
