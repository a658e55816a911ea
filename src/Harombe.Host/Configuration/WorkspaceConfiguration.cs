namespace Harombe.Host.Configuration;

/// <summary>The folder of the file tools, absolute, may not exist yet; <paramref name="MaxFile"/> is in bytes.</summary>
internal sealed record WorkspaceConfiguration(string Folder, long MaxFile)
{
    public static WorkspaceConfiguration From(EffectiveConfiguration effective) =>
        new(effective.Value<string>(ConfigurationKeys.WorkspaceFolder), effective.Value<long>(ConfigurationKeys.WorkspaceMaxFile));
}
