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
        head = default;
        var columns = 0;
        for (var end = lines.Length; end > 0;)
        {
            var start = LineStart.Of(lines, end - 1);
            var line = lines[start..(end - 1)];
            if (!TableLine.IsRule(line))
            {
                var cells = new TableLine(line, delimiter).Count();
                if (cells < 2 || (columns > 0 && cells != columns) || (start > 0 && lines[start - 1] != '\n'))
                {
                    return false;
                }

                columns = cells;
                if (HasSecrets(line, delimiter) && TableHead.TryRead(lines, start, out head) && head.Delimiter == delimiter)
                {
                    return true;
                }
            }

            end = start;
        }

        return false;
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
}
