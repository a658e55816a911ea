namespace Harombe.Host.Hosting;

/// <summary>Where the host listens. With port 0 it is known only once the host has started.</summary>
internal sealed class ListeningAddress(Uri configured)
{
    /// <summary>The address that people open.</summary>
    public Uri Url { get; set; } = configured;
}
