using System.Globalization;
using System.Text.RegularExpressions;

namespace Harombe.Policy.Provenance.Text;

/// <summary>Brings days that are written in different ways to one word: "2024-05-15", "May 15th" and "15 May" are all <c>05-15</c>. Linear.</summary>
internal static class Dates
{
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    private static readonly Regex Iso = new("""\b[0-9]{4}-([0-9]{2})-([0-9]{2})""", Linear);
    private static readonly Regex Moment = new("""^[0-9]{4}-[0-9]{2}-[0-9]{2}([ T][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?)?( ?(Z|[+-][0-9]{2}:?[0-9]{2}))?$""", Linear);
    private static readonly Regex MonthFirst = new("""\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? ([0-9]{1,2})(st|nd|rd|th)?\b""", Linear);
    private static readonly Regex DayFirst = new("""\b([0-9]{1,2})(st|nd|rd|th)?\.? (of )?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\b""", Linear);

    /// <summary>Whether the whole of a text is a day, or a time of one.</summary>
    public static bool IsMoment(string text) => text.Length is >= 10 and <= 35 && Moment.IsMatch(text);

    public static IEnumerable<string> In(string folded)
    {
        foreach (Match match in Iso.Matches(folded))
        {
            yield return $"{match.Groups[1].Value}-{match.Groups[2].Value}";
        }

        foreach (Match match in MonthFirst.Matches(folded))
        {
            yield return Day(match.Groups[1].Value, match.Groups[2].Value);
        }

        foreach (Match match in DayFirst.Matches(folded))
        {
            yield return Day(match.Groups[4].Value, match.Groups[1].Value);
        }
    }

    private static string Day(string month, string day) => string.Create(
        CultureInfo.InvariantCulture,
        $"{"janfebmaraprmayjunjulaugsepoctnovdec".IndexOf(month, StringComparison.Ordinal) / 3 + 1:00}-{int.Parse(day, CultureInfo.InvariantCulture):00}");
}
