using System.Globalization;
using System.Net;
using System.Text;
using Harombe.Core.Display;

namespace Harombe.Policy.Approvals.Channels.Pages;

/// <summary>
/// Text as HTML in which nothing is invisible: an approver must see the very characters that the tool will get. Whatever has no shape of its own, or
/// moves its neighbours about, is shown by its code point. Pure.
/// </summary>
internal static class VisibleHtml
{
    public static string Of(string text)
    {
        var html = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            Append(rune, html);
        }

        return html.ToString();
    }

    public static void Append(Rune rune, StringBuilder html)
    {
        if (IsHidden(rune))
        {
            html.Append(CultureInfo.InvariantCulture, $"<span class=\"odd\" title=\"invisible or misleading character\">U+{rune.Value:X4}</span>");
        }
        else
        {
            html.Append(rune.IsAscii ? WebUtility.HtmlEncode(rune.ToString()) : rune.ToString());
        }
    }

    /// <summary>Also what only looks like nothing, or like a plain space: here the exact characters are decided upon.</summary>
    public static bool IsHidden(Rune rune) => VisibleText.Hides(rune) || Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.SpaceSeparator => rune.Value != ' ',
        _ => rune.Value is
            0x034F // combining grapheme joiner
            or 0x115F or 0x1160 or 0x3164 or 0xFFA0 // Hangul fillers
            or 0x17B4 or 0x17B5 // Khmer inherent vowels
            or 0x2800 // blank Braille
            or (>= 0x180B and <= 0x180F) or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF) // variation selectors
            or 0xFFFD, // stands for what could not be read
    };
}
