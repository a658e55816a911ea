using Harombe.Host.Configuration.Binding;
using Harombe.Host.Configuration.Checks;
using Harombe.Host.Configuration.Files;

namespace Harombe.Host.Configuration;

/// <summary>Puts the sources over each other: defaults, file, environment, command line. Every source is checked in full, even where a later one wins.</summary>
internal static class ConfigurationLoading
{
    /// <summary>The file that is looked for when none is named.</summary>
    public const string DefaultFile = "harombe.yaml";

    private static readonly IConfigurationCheck[] Checks =
    [
        new TlsPair(),
        new ReachableAddress(),
        new ProviderUrl(),
        new NamedModels(),
        new AgentReferences(),
        new ScheduleForms(),
        new VaultConnection(),
        new RotationPlans(),
        new ReferencedPaths(),
        new WebhookUrl(),
        new ApproverChannels(),
        new WorkspaceApart(),
        new WorkspaceWithoutAuthority(),
        new ToolOverrideForms(),
        new ExternalServers(),
    ];

    /// <summary>Loads. Never throws for anything a source holds.</summary>
    public static ConfigurationOutcome Load(ConfigurationSources sources)
    {
        var faults = new List<ConfigurationFault>();
        var texts = new TextBinding(sources.CurrentFolder, sources.Home, faults);
        var shown = sources.File ?? DefaultFile;
        string? file = null;
        if (shown.Length == 0 || shown.Contains('\0', StringComparison.Ordinal))
            faults.Add(new ConfigurationFault(FaultKind.Unreadable, new ConfigurationOrigin.CommandLine("--config"), "", "names no file", "Give the path of a file"));
        else
            file = Path.GetFullPath(shown, sources.CurrentFolder);
        // A link that leads nowhere is not an absent file: somebody meant to have one.
        if (sources.File is null && file is not null && !Path.Exists(file) && new FileInfo(file).LinkTarget is null) file = null;

        var effective = new EffectiveConfiguration(BuiltInSettings.Stated(), file)
            .With(file is null ? [] : OfFile(file, shown, sources.Home, faults))
            .With(texts.Bind(sources.Environment))
            .With(texts.Bind(sources.Overrides));
        effective = BuiltInSettings.Derive(effective, sources, faults);

        // A check reads only keys that are right by themselves; otherwise it would report the same mistake in other words.
        var wrong = faults.Select(fault => fault.Key.Split('[')[0]).ToHashSet(StringComparer.Ordinal);
        foreach (var check in Checks)
            if (!check.Keys.Any(key => wrong.Any(name => key.Is(KeyPath.Parse(name))))) faults.AddRange(check.Faults(effective));

        return faults.Count == 0
            ? new ConfigurationOutcome.Loaded(HarombeConfiguration.From(effective) with { Sources = sources }, effective)
            : new ConfigurationOutcome.Invalid([.. faults.OrderBy(Place)]);
    }

    private static IReadOnlyList<Setting> OfFile(string file, string shown, string? home, List<ConfigurationFault> faults)
    {
        if (FileText.Read(file, shown, faults) is not { } text) return [];
        var root = new FileTree(text, shown, faults).Read();
        return new FileBinding(shown, Path.GetDirectoryName(file) ?? "/", home, faults).Bind(root);
    }

    private static (int Source, int Line, int Column) Place(ConfigurationFault fault) => fault.Origin switch
    {
        ConfigurationOrigin.File position => (0, position.Line, position.Column),
        ConfigurationOrigin.Environment => (1, 0, 0),
        ConfigurationOrigin.CommandLine => (2, 0, 0),
        _ => (3, 0, 0),
    };
}
