namespace Harombe.Host.Configuration;

/// <summary>Which language model answers: <c>offline-rules</c>, provider and id, or a name below <c>models</c>.</summary>
internal sealed record ModelName(string Text)
{
    /// <summary>The model that needs nothing and nobody.</summary>
    public const string Offline = "offline-rules";

    /// <summary>The providers whose models can be named by their id.</summary>
    public static readonly string[] Providers = ["anthropic", "ollama", "openai"];

    /// <summary>Whether no request leaves this machine.</summary>
    public bool IsOffline => Text == Offline;

    public override string ToString() => Text;
}
