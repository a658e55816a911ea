using Harombe.Core.Secrets;

namespace Harombe.Agent;

/// <summary>How the agent works. Set once, at start.</summary>
public sealed class AgentOptions
{
    /// <summary>How long running turns may go on while the host stops.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The model that answers when nobody chooses another: a name of <see cref="Models"/>, <c>offline-rules</c>, or provider and id as in <c>openai/…</c>.</summary>
    public string Model { get; set; } = "offline-rules";

    /// <summary>The models that have a name of their own.</summary>
    public Dictionary<string, ModelSettings> Models { get; } = new(StringComparer.Ordinal);

    /// <summary>How each provider is reached where a model says nothing else.</summary>
    public Dictionary<string, ProviderSettings> Providers { get; } = new(StringComparer.Ordinal)
    {
        ["anthropic"] = new(new Uri("https://api.anthropic.com"), SecretName.Parse("anthropic/api_key")),
        ["openai"] = new(new Uri("https://api.openai.com/v1"), SecretName.Parse("openai/api_key")),
        ["ollama"] = new(new Uri("http://127.0.0.1:11434"), null),
    };

    /// <summary>The agents that have a name of their own.</summary>
    public Dictionary<string, AgentSettings> Agents { get; } = new(StringComparer.Ordinal);

    /// <summary>Where this host is reached from outside, for links that people follow; known once it listens.</summary>
    public Func<Uri>? PublicUrl { get; set; }

    /// <summary>What every conversation begins with.</summary>
    public string SystemPrompt { get; set; } = "";

    /// <summary>How often one turn may ask the model.</summary>
    public int MaxSteps { get; set; } = 20;

    /// <summary>The longest message that is taken, in characters.</summary>
    public int MaxMessage { get; set; } = 256 * 1024;

    /// <summary>How often a model is asked again after an error that may pass: too many requests, overload, a fault of the server or the network.</summary>
    public int ModelRetries { get; set; } = 2;

    /// <summary>The longest wait that a provider may ask for before it is asked again; if it wants more, the turn ends and says so.</summary>
    public TimeSpan ModelRetryWait { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one answer of a model may take.</summary>
    public TimeSpan ModelTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The most bytes that one answer of a model may have on the wire.</summary>
    public long ModelReplyBytes { get; set; } = 16L << 20;
}
