using System.Text.Json;

namespace Harombe.Gateway.Pinning;

/// <summary>One run of words of a comparison.</summary>
/// <param name="Kind"><c>same</c>, <c>removed</c> or <c>added</c>.</param>
/// <param name="Text">The words, with the white space behind them.</param>
internal sealed record Words(string Kind, string Text);

/// <summary>Compares two definitions word by word, as people read them: one member a line, in the order of their names.</summary>
internal static class WordDiff
{
    // The table has the product of both; what is longer is compared line by line.
    private const int MostWords = 2000;

    public static IReadOnlyList<Words> Of(JsonElement? before, JsonElement? after) => Of(Text(before), Text(after));

    public static IReadOnlyList<Words> Of(string before, string after)
    {
        var (left, right) = (Split(before, byLine: false), Split(after, byLine: false));
        if (left.Count > MostWords || right.Count > MostWords)
        {
            (left, right) = (Split(before, byLine: true), Split(after, byLine: true));
        }

        if (left.Count > MostWords || right.Count > MostWords)
        {
            return [new Words("removed", before), new Words("added", after)];
        }

        var common = new int[left.Count + 1, right.Count + 1];
        for (var i = left.Count - 1; i >= 0; i--)
        {
            for (var j = right.Count - 1; j >= 0; j--)
            {
                common[i, j] = left[i] == right[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        var words = new List<(string Kind, string Text)>();
        for (int i = 0, j = 0; i < left.Count || j < right.Count;)
        {
            if (i < left.Count && j < right.Count && left[i] == right[j])
            {
                words.Add(("same", left[i++]));
                j++;
            }
            else if (i < left.Count && (j == right.Count || common[i + 1, j] >= common[i, j + 1]))
            {
                words.Add(("removed", left[i++]));
            }
            else
            {
                words.Add(("added", right[j++]));
            }
        }

        return Joined(words);
    }

    private static List<Words> Joined(List<(string Kind, string Text)> words)
    {
        var joined = new List<Words>();
        foreach (var (kind, text) in words)
        {
            if (joined.Count > 0 && joined[^1].Kind == kind)
            {
                joined[^1] = joined[^1] with { Text = joined[^1].Text + text };
            }
            else
            {
                joined.Add(new Words(kind, text));
            }
        }

        return joined;
    }

    private static List<string> Split(string text, bool byLine)
    {
        var words = new List<string>();
        var from = 0;
        for (var i = 1; i <= text.Length; i++)
        {
            if (i == text.Length || (byLine ? text[i - 1] == '\n' : char.IsWhiteSpace(text[i - 1]) && !char.IsWhiteSpace(text[i])))
            {
                words.Add(text[from..i]);
                from = i;
            }
        }

        return words;
    }

    private static string Text(JsonElement? value)
    {
        if (value is not { } form)
        {
            return "";
        }

        if (form.ValueKind != JsonValueKind.Object)
        {
            return form.ValueKind == JsonValueKind.String ? form.GetString() ?? "" : form.GetRawText();
        }

        return string.Concat(form.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal)
            .Select(member => $"{member.Name}: {(member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString() : member.Value.GetRawText().Replace(",\"", ", \"", StringComparison.Ordinal))}\n"));
    }
}
