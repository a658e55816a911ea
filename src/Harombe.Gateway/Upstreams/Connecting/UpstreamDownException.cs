namespace Harombe.Gateway.Upstreams.Connecting;

/// <summary>An upstream can't be reached, started or understood. The message is for people, and may quote what the server said: it is scanned before it is shown.</summary>
internal sealed class UpstreamDownException(string message, string remedy, Exception? cause) : Exception(message, cause)
{
    /// <summary>What to do.</summary>
    public string Remedy { get; } = remedy;
}
