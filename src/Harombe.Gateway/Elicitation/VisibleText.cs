using System.Globalization;
using System.Text;

namespace Harombe.Gateway.Elicitation;

/// <summary>Text as people may be shown it. Characters that reorder or hide text would let it look like another one.</summary>
internal static class VisibleText
{
    /// <summary>The text with each such character written out.</summary>
    /// <param name="text">Whatever somebody wrote.</param>
    /// <param name="lines">Whether it may have more than one line.</param>
    public static string Of(string text, bool lines = false)
    {
        var shown = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Hides(rune) && !(lines && rune.Value is '\n'))
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

    /// <summary>Whether there is such a character in it.</summary>
    public static bool Hides(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (Hides(rune))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Hides(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
}
