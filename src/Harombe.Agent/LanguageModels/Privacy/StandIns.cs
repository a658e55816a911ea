using System.Globalization;
using System.Text;
using Harombe.Core.Privacy;

namespace Harombe.Agent.LanguageModels.Privacy;

/// <summary>
/// What stands in the place of personal data in one request: <c>[mail-1]</c>. Numbered by first appearance, so that the same conversation reads the same
/// in every request, and nothing need be remembered between them. Not thread-safe.
/// </summary>
/// <param name="finder">What finds them.</param>
/// <param name="isTaken">Whether a text says such a thing by itself: that one must mean what it meant.</param>
internal sealed class StandIns(IPersonalDataFinder finder, Func<string, bool> isTaken)
{
    /// <summary>The most characters of a stand-in; text that may still become one is held back this far.</summary>
    public const int Longest = 16;

    private readonly Dictionary<string, string> byValue = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> last = new(StringComparer.Ordinal);

    /// <summary>Whether there are none, so that nothing has to be put back.</summary>
    public bool IsEmpty => byName.Count == 0;

    /// <summary>The text with a stand-in for everything of a person.</summary>
    public string Hide(string text)
    {
        var findings = finder.Find(text);
        if (findings.Count == 0)
        {
            return text;
        }

        var hidden = new StringBuilder(text.Length);
        var at = 0;
        foreach (var finding in findings)
        {
            hidden.Append(text, at, finding.Start - at).Append(NameOf(finding.Kind, text.Substring(finding.Start, finding.Length)));
            at = finding.Start + finding.Length;
        }

        return hidden.Append(text, at, text.Length - at).ToString();
    }

    /// <summary>The text with what the stand-ins stand for.</summary>
    public string Restore(string text)
    {
        if (IsEmpty || !text.Contains('[', StringComparison.Ordinal))
        {
            return text;
        }

        var restored = new StringBuilder(text.Length);
        var at = 0;
        for (int open; (open = text.IndexOf('[', at)) >= 0;)
        {
            restored.Append(text, at, open - at);
            var close = text.IndexOf(']', open);
            var found = close > 0 && close - open < Longest && byName.TryGetValue(text[open..(close + 1)], out var value) ? value : null;
            restored.Append(found ?? "[");
            at = found is null ? open + 1 : close + 1;
        }

        return restored.Append(text, at, text.Length - at).ToString();
    }

    private string NameOf(string kind, string value)
    {
        if (byValue.TryGetValue(value, out var known))
        {
            return known;
        }

        string name;
        do
        {
            var number = last[kind] = last.GetValueOrDefault(kind) + 1;
            name = string.Create(CultureInfo.InvariantCulture, $"[{kind}-{number}]");
        }
        while (isTaken(name));

        byName[name] = value;
        return byValue[value] = name;
    }
}
