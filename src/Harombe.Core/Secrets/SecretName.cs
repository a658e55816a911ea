using System.Diagnostics.CodeAnalysis;

namespace Harombe.Core.Secrets;

/// <summary>
/// Names a secret: <c>github/token</c>, written <c>secret://github/token</c> where a reference is expected. Lower-case letters,
/// digits, <c>_ - .</c> and <c>/</c> between parts; at most 128 characters.
/// </summary>
public readonly record struct SecretName
{
    private const string Scheme = "secret://";
    private readonly string? value;

    private SecretName(string value) => this.value = value;

    /// <summary>The name without scheme.</summary>
    public string Value => value ?? "";

    /// <summary>Whether the host keeps it for itself, as the keys of the audit log: it is not listed, replaced, removed or leased.</summary>
    public bool IsHostsOwn => Value.StartsWith("audit/", StringComparison.Ordinal);

    /// <summary>Reads a name, with or without <c>secret://</c>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out SecretName name)
    {
        name = default;
        var rest = text?.StartsWith(Scheme, StringComparison.Ordinal) == true ? text[Scheme.Length..] : text;
        if (rest is not { Length: > 0 and <= 128 } || rest.Split('/').Any(part => !IsPart(part)))
        {
            return false;
        }

        name = new SecretName(rest);
        return true;
    }

    /// <summary>Reads a name that is known to be well formed.</summary>
    /// <exception cref="FormatException">It is not a secret name.</exception>
    public static SecretName Parse(string text) => TryParse(text, out var name)
        ? name
        : throw new FormatException("A secret name has lower-case letters, digits, '_', '-', '.' and '/' between parts, for example github/token.");

    /// <inheritdoc/>
    public override string ToString() => Scheme + Value;

    private static bool IsPart(string part) =>
        part.Length > 0 && part is not ("." or "..") && part.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '-' or '.');
}
