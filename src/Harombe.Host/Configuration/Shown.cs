using System.Globalization;

namespace Harombe.Host.Configuration;

/// <summary>The one way by which text of the user gets into a message. Hides what looks like a secret and what could forge a terminal's output.</summary>
internal static class Shown
{
    private const string Hidden = "(hidden)";
    private const int LongestValue = 32;
    private const int LongestName = 64;

    /// <summary>A value in quotes. Anything long is only counted: random strings of that length are usually keys of a form we don't know.</summary>
    public static string Value(string text)
    {
        if (SecretShapes.Find(text) is not null) return Hidden;
        return text.Length > LongestValue || !IsPlain(text) ? $"a text of {text.Length.ToString(CultureInfo.InvariantCulture)} characters" : $"\"{text}\"";
    }

    /// <summary>A key's or a variable's name.</summary>
    public static string Name(string name)
    {
        // Variables are in upper case, whatever was put into their names.
        if (SecretShapes.Find(name) is not null || SecretShapes.Find(name.ToLowerInvariant()) is not null || !IsPlain(name)) return Hidden;
        return name.Length > LongestName ? name[..LongestName] + "…" : name;
    }

    private static bool IsPlain(string text) => text.EnumerateRunes().All(rune => System.Text.Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned
            or UnicodeCategory.PrivateUse or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator));
}
