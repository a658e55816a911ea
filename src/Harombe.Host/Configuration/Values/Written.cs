using System.Text.RegularExpressions;

namespace Harombe.Host.Configuration.Values;

/// <summary>How a value was written; decides whether <c>8000</c> is a number or a text.</summary>
internal enum WrittenForm
{
    /// <summary>From the environment or the command line, which know no types.</summary>
    Untyped,

    /// <summary>Unquoted in YAML: a number, a boolean or nothing is what it looks like.</summary>
    Plain,

    /// <summary>Quoted or a block in YAML: always a text.</summary>
    Quoted,
}

/// <summary>A value as it was written, and where relative paths in it start.</summary>
internal sealed partial record Written(string Text, WrittenForm Form, string Folder, string? Home)
{
    /// <summary>Whether YAML reads the value as nothing.</summary>
    public bool IsNothing => Form switch
    {
        WrittenForm.Quoted => false,
        WrittenForm.Plain => Text is "" or "~" or "null" or "Null" or "NULL",
        _ => Text.Length == 0,
    };

    /// <summary>What an unquoted text is in YAML when it is not a text; null when it is one.</summary>
    public string? NotText => Form switch
    {
        WrittenForm.Plain when Text is "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => "a boolean",
        WrittenForm.Plain when Number().IsMatch(Text) => "a number",
        _ => null,
    };

    [GeneratedRegex(@"\A[-+]?(?:0x[0-9a-fA-F]+|0o[0-7]+|\.[0-9]+|[0-9]+(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?|\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
