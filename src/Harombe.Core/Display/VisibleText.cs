using System.Globalization;
using System.Text;

namespace Harombe.Core.Display;

/// <summary>
/// Text of models, tools, servers and callers as people may be shown it. A control sequence in it could repaint a screen and show a person other arguments than those
/// that are approved; a direction mark could reorder them; a character without width could hide in them. Such characters are written as what they are: <c>\u{202e}</c>. Pure.
/// </summary>
public static class VisibleText
{
    /// <summary>The text on one line.</summary>
    public static string Line(string text) => Of(text, keepLines: false);

    /// <summary>The text on one line and not longer than so many characters, at least two, an ellipsis included.</summary>
    public static string Line(string text, int longest)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(longest, 2);
        var line = Line(text);
        if (line.Length <= longest)
        {
            return line;
        }

        // Not through the middle of a surrogate pair.
        var cut = char.IsHighSurrogate(line[longest - 2]) ? longest - 2 : longest - 1;
        return string.Concat(line.AsSpan(0, cut), "…");
    }

    /// <summary>The text with line breaks and tabs kept.</summary>
    public static string Lines(string text) => Of(text, keepLines: true);

    /// <summary>Whether it holds a character that would be written out on one line.</summary>
    public static bool Hides(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Hides(rune))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the character steers, reorders or hides, or has no meaning that everybody agrees on.</summary>
    public static bool Hides(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned;

    private static string Of(string text, bool keepLines)
    {
        ArgumentNullException.ThrowIfNull(text);
        var shown = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Hides(rune) && !(keepLines && rune.Value is ('\n' or '\t')))
            {
                shown.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
            }
            else
            {
                shown.Append(rune.ToString());
            }
        }

        return shown.ToString();
    }
}
