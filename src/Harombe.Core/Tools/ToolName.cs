using System.Diagnostics.CodeAnalysis;

namespace Harombe.Core.Tools;

/// <summary>
/// The name of a tool in the catalogue: <c>files.read</c> for a plugin's, <c>github__create_issue</c> for an upstream's.
/// 1–64 ASCII letters, digits, <c>_ - .</c>, beginning with a letter.
/// </summary>
public readonly record struct ToolName
{
    /// <summary>The longest name that every client accepts.</summary>
    public const int MaxLength = 64;

    private readonly string? value;

    private ToolName(string value) => this.value = value;

    /// <summary>The name as people, policy and the record write it.</summary>
    public string Value => value ?? "";

    /// <summary>The name as models and MCP clients see it: they allow no dot, so it is <c>files_read</c> there.</summary>
    public string Wire => Value.Replace('.', '_');

    /// <summary>Reads a name; false when it is not one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ToolName name)
    {
        name = default;
        if (text is not { Length: > 0 and <= MaxLength } || !char.IsAsciiLetter(text[0]))
        {
            return false;
        }

        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-' or '.'))
            {
                return false;
            }
        }

        name = new ToolName(text);
        return true;
    }

    /// <summary>Reads a name that is known to be well formed.</summary>
    /// <exception cref="FormatException">It is not a tool name.</exception>
    public static ToolName Parse(string text) => TryParse(text, out var name)
        ? name
        : throw new FormatException($"'{text}' is not a tool name: 1 to {MaxLength} ASCII letters, digits, '_', '-' or '.', beginning with a letter.");

    /// <inheritdoc/>
    public override string ToString() => Value;
}
