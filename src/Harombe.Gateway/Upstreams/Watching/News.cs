namespace Harombe.Gateway.Upstreams.Watching;

/// <summary>What a server lets its clients know of.</summary>
internal enum NewsKind
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>It has other prompts.</summary>
    Prompts = 1,

    /// <summary>It has other resources.</summary>
    Resources = 2,

    /// <summary>A resource has other contents.</summary>
    Updated = 3,
}

/// <summary>One piece of news.</summary>
/// <param name="Server">Whose.</param>
/// <param name="Kind">What of.</param>
/// <param name="Uri">The resource, by the server's own address, where it is of one.</param>
internal sealed record Told(string Server, NewsKind Kind, string? Uri = null);

/// <summary>Where servers' news come together and go out to whoever listens. Thread-safe.</summary>
internal sealed class News
{
    /// <summary>Something was told. Raised on the thread that reads the server's messages: must not block, and must not throw.</summary>
    public event Action<Told>? Heard;

    public void Tell(Told told) => Heard?.Invoke(told);
}
