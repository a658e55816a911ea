using Harombe.Host.Configuration;

namespace Harombe.HostTests.Configuration;

/// <summary>A temporary folder with a <c>harombe.yaml</c> in it, and a home of its own, so that no test sees the machine's environment.</summary>
internal sealed class ConfigurationFolder : IDisposable
{
    public ConfigurationFolder() => Path = Directory.CreateTempSubdirectory("harombe-configuration-").FullName;

    public string Path { get; }

    public string Home => At("home");

    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    public string At(string name) => System.IO.Path.Combine(Path, name);

    public ConfigurationOutcome Load(string? yaml = null, string? file = null, params CommandLineOverride[] overrides)
    {
        if (yaml is not null) File.WriteAllText(At("harombe.yaml"), yaml);
        return Load(file, overrides);
    }

    public ConfigurationOutcome LoadBytes(byte[] bytes)
    {
        File.WriteAllBytes(At("harombe.yaml"), bytes);
        return Load(null, []);
    }

    public ConfigurationOutcome.Loaded Loaded(string? yaml = null, params CommandLineOverride[] overrides)
    {
        var outcome = Load(yaml, null, overrides);
        Assert.True(outcome is ConfigurationOutcome.Loaded, Text(outcome));
        return (ConfigurationOutcome.Loaded)outcome;
    }

    public IReadOnlyList<ConfigurationFault> Faults(string? yaml = null, params CommandLineOverride[] overrides) =>
        Assert.IsType<ConfigurationOutcome.Invalid>(Load(yaml, null, overrides)).Faults;

    public static string Text(ConfigurationOutcome outcome) => outcome is ConfigurationOutcome.Invalid invalid ? string.Join('\n', invalid.Faults) : "loaded";

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private ConfigurationOutcome Load(string? file, CommandLineOverride[] overrides) =>
        ConfigurationLoading.Load(new ConfigurationSources(file, Path, new Dictionary<string, string>(Environment) { ["HOME"] = Home }, overrides));
}
