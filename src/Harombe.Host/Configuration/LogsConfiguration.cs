namespace Harombe.Host.Configuration;

/// <summary>The log files' folder, absolute, may not exist yet, and the least severe level that is written.</summary>
internal sealed record LogsConfiguration(LogLevel Level, string Folder)
{
    public static LogsConfiguration From(EffectiveConfiguration effective) =>
        new(Enum.Parse<LogLevel>(effective.Value<string>(ConfigurationKeys.LogsLevel), ignoreCase: true), effective.Value<string>(ConfigurationKeys.LogsFolder));
}
