using Harombe.Host.Configuration.Values;

namespace Harombe.Host.Configuration;

/// <summary>When an edited value takes effect. The zero value promises least.</summary>
internal enum Reload
{
    /// <summary>At the next start.</summary>
    Restart,

    /// <summary>As soon as the file is saved and valid.</summary>
    Live,
}

/// <summary>One key, as a row of data: what reads it, what it falls back to, what the documentation says about it.</summary>
/// <param name="Path">Dotted; <c>*</c> stands for any name, a trailing <c>[]</c> says that the value is a list.</param>
/// <param name="Kind">The type of the value.</param>
/// <param name="Default">The default as it would be written on the command line; null when there is none or when it is derived.</param>
/// <param name="Summary">One line for the documentation.</param>
/// <param name="Reload">When an edit takes effect.</param>
internal sealed record ConfigurationKey(string Path, ValueKind Kind, string? Default, string Summary, Reload Reload = Reload.Restart)
{
    private readonly string[] segments = Bare(Path).Split('.');

    /// <summary>How a default that depends on other values comes about, in words; empty when it doesn't.</summary>
    public string Derived { get; init; } = "";

    /// <summary>The path without the list mark: the key as people write it.</summary>
    public string Name => Bare(Path);

    /// <summary>Whether a part of the path is a name that people choose.</summary>
    public bool HasNames => segments.Contains("*");

    /// <summary>The capability that has to arrive before this key means anything; null for every key that works.</summary>
    public NotYet? NotYet => (Kind as NotYetKind)?.NotYet;

    /// <summary>Whether the key stands at exactly this path.</summary>
    public bool Is(KeyPath path) => segments.Length == path.Segments.Length && Fits(path);

    /// <summary>Whether the key stands somewhere below this path.</summary>
    public bool IsBelow(KeyPath path) => segments.Length > path.Segments.Length && Fits(path);

    /// <summary>The key's own name at a depth.</summary>
    public string SegmentAt(int depth) => segments[depth];

    private static string Bare(string path) => path.EndsWith("[]", StringComparison.Ordinal) ? path[..^2] : path;

    private bool Fits(KeyPath path)
    {
        for (var i = 0; i < path.Segments.Length; i++)
            if (segments[i] != "*" && segments[i] != path.Segments[i]) return false;
        return true;
    }
}
