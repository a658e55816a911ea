namespace Harombe.Host.Configuration;

/// <summary>The whole configuration, parsed and checked: paths are absolute, sizes are bytes, durations are time spans. Immutable.</summary>
internal sealed record HarombeConfiguration(
    ModelConfiguration Model,
    AgentConfiguration Agent,
    NamedAgentsConfiguration Agents,
    BudgetConfiguration Budgets,
    PluginsConfiguration Plugins,
    ServerConfiguration Server,
    DataConfiguration Data,
    WorkspaceConfiguration Workspace,
    PolicyConfiguration Policy,
    ApprovalsConfiguration Approvals,
    SecurityConfiguration Security,
    LimitsConfiguration Limits,
    AuditConfiguration Audit,
    LogsConfiguration Logs)
{
    /// <summary>What is worth telling people about.</summary>
    public required AlertsConfiguration Alerts { get; init; }

    /// <summary>The settings that somebody stated, as they could be written; those at their default are not among them.</summary>
    public IReadOnlyList<DescribedSetting> Stated { get; init; } = [];

    /// <summary>The upstream MCP servers.</summary>
    public required McpConfiguration Mcp { get; init; }

    /// <summary>What it was made of, to make it again when the file was edited.</summary>
    public ConfigurationSources? Sources { get; init; }

    /// <summary>The file that it was read from; null when there is none.</summary>
    public string? File { get; init; }

    /// <summary>Composes the sections from values that passed every check.</summary>
    public static HarombeConfiguration From(EffectiveConfiguration effective) => new(
        ModelConfiguration.From(effective),
        AgentConfiguration.From(effective),
        NamedAgentsConfiguration.From(effective),
        BudgetConfiguration.From(effective),
        PluginsConfiguration.From(effective),
        ServerConfiguration.From(effective),
        DataConfiguration.From(effective),
        WorkspaceConfiguration.From(effective),
        PolicyConfiguration.From(effective),
        ApprovalsConfiguration.From(effective),
        SecurityConfiguration.From(effective),
        LimitsConfiguration.From(effective),
        AuditConfiguration.From(effective),
        LogsConfiguration.From(effective))
    {
        Alerts = AlertsConfiguration.From(effective),
        Mcp = McpConfiguration.From(effective),
        File = effective.File,
        Stated = effective.Stated(),
    };
}
