using Harombe.Host.Configuration.Values;

namespace Harombe.Host.Configuration;

/// <summary>The values that hold when nobody says otherwise.</summary>
internal static class BuiltInSettings
{
    /// <summary>The defaults that the table states.</summary>
    public static IEnumerable<Setting> Stated() => ConfigurationKeys.Working.Where(key => key.Default is not null).Select(Stated);

    /// <summary>The defaults that depend on other values, for keys that have none yet.</summary>
    public static EffectiveConfiguration Derive(EffectiveConfiguration effective, ConfigurationSources sources, List<ConfigurationFault> faults)
    {
        if (!effective.Has(ConfigurationKeys.DataFolder))
        {
            if (sources.DataHome is not { } home)
            {
                faults.Add(new ConfigurationFault(FaultKind.Conflict, new ConfigurationOrigin.BuiltIn(), ConfigurationKeys.DataFolder.Name,
                    "has no default, because the environment names no home folder", "Set data.folder, or the variable HOME"));
                return effective;
            }

            effective = effective.With([BuiltIn(ConfigurationKeys.DataFolder, Path.Combine(home, "harombe"))]);
        }

        var data = effective.Value<string>(ConfigurationKeys.DataFolder);
        return effective.With(new[] { (Key: ConfigurationKeys.WorkspaceFolder, Name: "workspace"), (Key: ConfigurationKeys.LogsFolder, Name: "logs"), (Key: ConfigurationKeys.PolicyFolder, Name: "policy.d") }
            .Where(folder => !effective.Has(folder.Key))
            .Select(folder => BuiltIn(folder.Key, Path.Combine(data, folder.Name))));
    }

    private static Setting Stated(ConfigurationKey key) =>
        key.Kind.Read(new Written(key.Default ?? "", WrittenForm.Untyped, "/", null)) is Reading.Accepted accepted
            ? BuiltIn(key, accepted.Value)
            : throw new InvalidOperationException($"The default of {key.Path} isn't a value of its own kind.");

    private static Setting BuiltIn(ConfigurationKey key, object value) => new(key, value, new ConfigurationOrigin.BuiltIn());
}
