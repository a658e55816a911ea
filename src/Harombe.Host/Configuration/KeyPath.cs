using System.Collections.Immutable;

namespace Harombe.Host.Configuration;

/// <summary>A key as its segments. Kept apart from the dotted text because a name in a file may itself contain a dot.</summary>
internal readonly record struct KeyPath(ImmutableArray<string> Segments)
{
    public static KeyPath Root { get; } = new([]);

    public static KeyPath Parse(string dotted) => new([.. dotted.Split('.')]);

    public string Last => Segments.Length == 0 ? "" : Segments[^1];

    public KeyPath Child(string name) => new(Segments.Add(name));

    /// <summary>The dotted form, safe to print: a segment that looks like a secret is hidden.</summary>
    public override string ToString() => string.Join('.', Segments.Select(Shown.Name));
}
