namespace Harombe.Core.Schemas.Patterns;

/// <summary>The character sets that ECMA-262 spells out and that .NET's escapes of the same letters don't match.</summary>
internal static class UnicodeSets
{
    public static readonly (int First, int Last)[] Digits = [('0', '9')];

    public static readonly (int First, int Last)[] WordCharacters = [('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')];

    public static readonly (int First, int Last)[] WhiteSpace =
    [
        (0x09, 0x0D), (0x20, 0x20), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029),
        (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000), (0xFEFF, 0xFEFF),
    ];

    /// <summary>A general category by its short or long name, as the short name that .NET knows; null for anything else.</summary>
    public static string? Category(string name)
    {
        foreach (var prefix in new[] { "General_Category=", "gc=" })
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
                name = name[prefix.Length..];
        }

        return name switch
        {
            "L" or "Letter" => "L",
            "Lu" or "Uppercase_Letter" => "Lu",
            "Ll" or "Lowercase_Letter" => "Ll",
            "Lt" or "Titlecase_Letter" => "Lt",
            "Lm" or "Modifier_Letter" => "Lm",
            "Lo" or "Other_Letter" => "Lo",
            "M" or "Mark" or "Combining_Mark" => "M",
            "Mn" or "Nonspacing_Mark" => "Mn",
            "Mc" or "Spacing_Mark" => "Mc",
            "Me" or "Enclosing_Mark" => "Me",
            "N" or "Number" => "N",
            "Nd" or "Decimal_Number" or "digit" => "Nd",
            "Nl" or "Letter_Number" => "Nl",
            "No" or "Other_Number" => "No",
            "P" or "Punctuation" or "punct" => "P",
            "Pc" or "Connector_Punctuation" => "Pc",
            "Pd" or "Dash_Punctuation" => "Pd",
            "Ps" or "Open_Punctuation" => "Ps",
            "Pe" or "Close_Punctuation" => "Pe",
            "Pi" or "Initial_Punctuation" => "Pi",
            "Pf" or "Final_Punctuation" => "Pf",
            "Po" or "Other_Punctuation" => "Po",
            "S" or "Symbol" => "S",
            "Sm" or "Math_Symbol" => "Sm",
            "Sc" or "Currency_Symbol" => "Sc",
            "Sk" or "Modifier_Symbol" => "Sk",
            "So" or "Other_Symbol" => "So",
            "Z" or "Separator" => "Z",
            "Zs" or "Space_Separator" => "Zs",
            "Zl" or "Line_Separator" => "Zl",
            "Zp" or "Paragraph_Separator" => "Zp",
            "Cc" or "Control" or "cntrl" => "Cc",
            "Cf" or "Format" => "Cf",
            _ => null,
        };
    }
}
