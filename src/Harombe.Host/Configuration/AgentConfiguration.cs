namespace Harombe.Host.Configuration;

/// <summary>The chat loop. <paramref name="MaxSteps"/> counts model answers per turn.</summary>
internal sealed record AgentConfiguration(int MaxSteps, string SystemPrompt)
{
    public static AgentConfiguration From(EffectiveConfiguration effective) =>
        new(effective.Value<int>(ConfigurationKeys.AgentMaxSteps), effective.Value<string>(ConfigurationKeys.AgentSystemPrompt));
}
