using System.Text.Json.Nodes;

namespace Harombe.Agent.LanguageModels.OfflineRules;

/// <summary>What a sentence asks for. A closed family.</summary>
internal abstract record Intent
{
    private Intent()
    {
    }

    /// <summary>Call a tool.</summary>
    /// <param name="Tool">Its name, as advertised or with a dot.</param>
    /// <param name="Arguments">Its arguments; null when they were given but are no JSON object.</param>
    public sealed record Call(string Tool, JsonObject? Arguments) : Intent;

    /// <summary>Say which tools there are.</summary>
    public sealed record ListTools : Intent;

    /// <summary>No rule fits.</summary>
    public sealed record None : Intent;
}
