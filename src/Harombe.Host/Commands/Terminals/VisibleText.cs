using System.Globalization;
using System.Text;

namespace Harombe.Host.Commands.Terminals;

/// <summary>
/// Text of models, tools and hosts on its way to a terminal. A control sequence in it could repaint the screen and show a person other arguments
/// than those that are approved; a direction mark could reorder them. Such characters are written as what they are.
/// </summary>
internal static class VisibleText
{
    /// <summary>The text with line breaks and tabs kept.</summary>
    public static string Lines(string text) => Of(text, keepLines: true);

    /// <summary>The text on one line.</summary>
    public static string Line(string text) => Of(text, keepLines: false);

    /// <summary>The text on one line and not longer than so many characters, an ellipsis included.</summary>
    public static string Line(string text, int longest)
    {
        var line = Line(text);
        if (line.Length <= longest)
        {
            return line;
        }

        // Not through the middle of a surrogate pair.
        var cut = char.IsHighSurrogate(line[longest - 2]) ? longest - 2 : longest - 1;
        return string.Concat(line.AsSpan(0, cut), "…");
    }

    private static string Of(string text, bool keepLines)
    {
        var built = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is '\n' or '\t' && keepLines)
            {
                built.Append((char)rune.Value);
            }
            else if (IsPlain(rune))
            {
                built.Append(rune.ToString());
            }
            else
            {
                built.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
            }
        }

        return built.ToString();
    }

    private static bool IsPlain(Rune rune) => Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
