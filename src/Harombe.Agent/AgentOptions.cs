using Harombe.Core.Secrets;

namespace Harombe.Agent;

/// <summary>How the agent works. Set once, at start.</summary>
public sealed class AgentOptions
{
    /// <summary>How long running turns may go on while the host stops.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The model that answers: <c>offline-rules</c> or <c>anthropic/…</c>.</summary>
    public string Model { get; set; } = "offline-rules";

    /// <summary>What every conversation begins with.</summary>
    public string SystemPrompt { get; set; } = "";

    /// <summary>How often one turn may ask the model.</summary>
    public int MaxSteps { get; set; } = 20;

    /// <summary>The longest message that is taken, in characters.</summary>
    public int MaxMessage { get; set; } = 256 * 1024;

    /// <summary>Where Anthropic's API is.</summary>
    public Uri AnthropicUrl { get; set; } = new("https://api.anthropic.com");

    /// <summary>The secret that holds its key.</summary>
    public SecretName AnthropicKey { get; set; } = SecretName.Parse("anthropic/api_key");

    /// <summary>How often a model is asked again after an error that may pass: too many requests, overload, a fault of the server or the network.</summary>
    public int ModelRetries { get; set; } = 2;

    /// <summary>How long one answer of a model may take.</summary>
    public TimeSpan ModelTimeout { get; set; } = TimeSpan.FromMinutes(5);
}
