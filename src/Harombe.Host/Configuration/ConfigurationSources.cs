namespace Harombe.Host.Configuration;

/// <summary>Everything that a configuration is made of, so that loading depends on nothing else of the process.</summary>
/// <param name="File">The path given by <c>--config</c>; null looks for <c>harombe.yaml</c> in <paramref name="CurrentFolder"/>, which may be absent.</param>
/// <param name="CurrentFolder">Absolute. Relative paths of the environment and the command line start here.</param>
/// <param name="Environment">The process's variables; <c>HOME</c> and <c>XDG_DATA_HOME</c> decide the default of <c>data.folder</c>.</param>
/// <param name="Overrides">What the command line sets.</param>
internal sealed record ConfigurationSources(
    string? File,
    string CurrentFolder,
    IReadOnlyDictionary<string, string> Environment,
    IReadOnlyList<CommandLineOverride> Overrides)
{
    /// <summary>The sources of this process.</summary>
    public static ConfigurationSources OfProcess(string? file, IReadOnlyList<CommandLineOverride> overrides)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (System.Collections.DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
            variables[(string)variable.Key] = (string?)variable.Value ?? "";
        return new ConfigurationSources(file, Directory.GetCurrentDirectory(), variables, overrides);
    }

    /// <summary>The home folder, or null when the environment names none that is absolute.</summary>
    public string? Home => Absolute("HOME");

    /// <summary>The folder for data of the user's programs. A relative <c>XDG_DATA_HOME</c> doesn't count: the XDG specification says so.</summary>
    public string? DataHome => Absolute("XDG_DATA_HOME") ?? (Home is { } home ? Path.Combine(home, ".local", "share") : null);

    private string? Absolute(string name) => Environment.TryGetValue(name, out var path) && Path.IsPathFullyQualified(path) ? path : null;
}
