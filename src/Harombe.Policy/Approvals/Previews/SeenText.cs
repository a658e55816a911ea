using System.Globalization;
using System.Text;
using Harombe.Core.Secrets;
using Harombe.Policy.Approvals.Channels.Pages;

namespace Harombe.Policy.Approvals.Previews;

/// <summary>Text of a preview: without secrets, bounded, and with every character that has no shape written by its number. Pure but for the scanner.</summary>
internal static class SeenText
{
    /// <summary>The text for people, and how many characters of it are left out.</summary>
    public static (string Text, int LeftOut) Of(string text, int most, ISecretScanner scanner)
    {
        var clean = scanner.Redact(text).Value;
        var end = Math.Min(clean.Length, most);
        end -= end > 0 && end < clean.Length && char.IsHighSurrogate(clean[end - 1]) ? 1 : 0;
        return (Visible(clean.AsSpan(0, end)), clean.Length - end);
    }

    public static string Visible(ReadOnlySpan<char> text)
    {
        var seen = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            seen.Append(VisibleHtml.IsHidden(rune) && rune.Value != '\t' ? string.Create(CultureInfo.InvariantCulture, $"⟨U+{rune.Value:X4}⟩") : rune.ToString());
        }

        return seen.ToString();
    }
}
