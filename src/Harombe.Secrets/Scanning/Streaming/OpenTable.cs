using Harombe.Secrets.Scanning.Labels;
using Harombe.Secrets.Scanning.Tables;

namespace Harombe.Secrets.Scanning.Streaming;

/// <summary>Where a row has begun that has not ended, of a table with a column of secrets.</summary>
internal static class OpenTable
{
    private const string Delimiters = "|\t;,\u0020";

    public static int Of(ReadOnlySpan<char> text, int from)
    {
        var row = text.LastIndexOf('\n') + 1;
        return row < text.Length && text.Length - row <= TableHead.LongestLine && TryHead(text[..row], out _) ? Math.Max(from, row) : text.Length;
    }

    /// <summary>The head of the table that is open where a text ends, with the rule under it.</summary>
    public static Range HeadOf(ReadOnlySpan<char> text) =>
        TryHead(text[..(text.LastIndexOf('\n') + 1)], out var head) ? head.Start..Math.Min(text.Length, head.Rows(text)) : default;

    /// <param name="lines">Whole lines, each with its end.</param>
    /// <param name="head">The first line of the table that the last of them belongs to.</param>
    private static bool TryHead(ReadOnlySpan<char> lines, out TableHead head)
    {
        foreach (var delimiter in Delimiters)
        {
            if (TryHead(lines, delimiter, out head))
            {
                return true;
            }
        }

        head = default;
        return false;
    }

    private static bool TryHead(ReadOnlySpan<char> lines, char delimiter, out TableHead head)
    {
        (head, var found) = (default, false);
        for (var end = lines.Length; end > 0;)
        {
            var start = lines[..(end - 1)].LastIndexOf('\n') + 1;
            var line = lines[start..(end - 1)];
            if (line.Length > TableHead.LongestLine || (!TableLine.IsRule(line) && new TableLine(line, delimiter).Count() < 2))
            {
                return found;
            }

            if (TableHead.TryRead(lines, start, out var above) && above.Delimiter == delimiter && HasSecrets(line, delimiter) && IsFollowed(lines, above))
            {
                (head, found) = (above, true);
            }

            end = start;
        }

        return found;
    }

    private static bool HasSecrets(ReadOnlySpan<char> line, char delimiter)
    {
        foreach (var (start, length) in new TableLine(line, delimiter))
        {
            if (TableHead.Strength(line.Slice(start, length)) != LabelStrength.None)
            {
                return true;
            }
        }

        return false;
    }

    // By a row with as many cells, or by nothing yet.
    private static bool IsFollowed(ReadOnlySpan<char> lines, TableHead head)
    {
        var row = TableHead.Line(lines, head.Rows(lines));
        return row.IsEmpty || new TableLine(row, head.Delimiter).Count() == head.Columns;
    }
}
