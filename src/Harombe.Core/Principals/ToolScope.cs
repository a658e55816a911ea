using System.Collections.Immutable;
using Harombe.Core.Tools;

namespace Harombe.Core.Principals;

/// <summary>
/// The tools a principal may use, as name globs such as <c>files.*</c>. A name is in scope when one glob covers it;
/// an empty scope covers nothing. Immutable.
/// </summary>
public sealed record ToolScope(ImmutableArray<ToolGlob> Globs)
{
    /// <summary>Covers nothing.</summary>
    public static ToolScope Nothing { get; } = new(ImmutableArray<ToolGlob>.Empty);

    /// <summary>Covers every tool.</summary>
    public static ToolScope Everything { get; } = new([new ToolGlob("*")]);

    /// <summary>A scope of the given globs.</summary>
    public static ToolScope Of(params IEnumerable<string> globs) => new([.. globs.Select(glob => new ToolGlob(glob))]);

    /// <summary>Whether one of the globs covers the name.</summary>
    public bool Covers(ToolName tool)
    {
        if (Globs.IsDefault)
        {
            return false;
        }

        foreach (var glob in Globs)
        {
            if (glob.Covers(tool.Value))
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public override string ToString() => Globs.IsDefaultOrEmpty ? "nothing" : string.Join(", ", Globs.Select(glob => glob.Pattern));
}
