using System.Collections.Immutable;
using Harombe.Core.Calls;

namespace Harombe.Core.Secrets;

/// <summary>
/// What the scanner found in the arguments of a call that may go on with it. None of them is one of ours: such a call never goes on. Immutable; holds no secret.
/// </summary>
public sealed record FoundSecrets
{
    private const int Named = 5;

    internal FoundSecrets(IReadOnlyDictionary<string, int> kinds, ImmutableArray<FoundPlace> places, ToolArguments? shown) => (Kinds, Places, Shown) = (kinds, places, shown);

    /// <summary>Their kinds, with how many of each.</summary>
    public IReadOnlyDictionary<string, int> Kinds { get; }

    /// <summary>Where they stand. At least one.</summary>
    public ImmutableArray<FoundPlace> Places { get; }

    /// <summary>The arguments as they may be kept and shown; null where taking the secrets out leaves no arguments, so that nobody can be asked about them.</summary>
    public ToolArguments? Shown { get; }

    /// <summary>Kinds and places in words: <c>GitHub token at /text, JWT at /headers/0</c>.</summary>
    public override string ToString() =>
        string.Join(", ", Places.Take(Named)) + (Places.Length > Named ? $" and {Places.Length - Named} more" : "");
}

/// <summary>A place in arguments that holds a secret.</summary>
/// <param name="Path">A JSON pointer, in which names that are secrets themselves are taken out; empty for the arguments as a whole.</param>
/// <param name="Kind">What stands there, for people: <c>GitHub token</c>.</param>
public sealed record FoundPlace(string Path, string Kind)
{
    /// <inheritdoc/>
    public override string ToString() => Path.Length == 0 ? Kind : $"{Kind} at {Path}";
}
