namespace Harombe.Policy.Approvals.Previews;

/// <summary>The difference of two texts, line by line, with a few lines around each change. Bounded in time and memory. Pure.</summary>
internal static class LineDiff
{
    private const int Context = 3;
    private const int MostLines = 2_000;

    /// <summary>Lines that begin with <c>+</c>, <c>-</c> or a space, and <c>@</c> where equal ones are left out; null where the texts are too different to compare.</summary>
    public static IReadOnlyList<string>? Of(string before, string after)
    {
        var (old, now) = (before.Split('\n'), after.Split('\n'));
        var start = 0;
        while (start < old.Length && start < now.Length && old[start] == now[start])
        {
            start++;
        }

        var end = 0;
        while (end < old.Length - start && end < now.Length - start && old[^(end + 1)] == now[^(end + 1)])
        {
            end++;
        }

        var (left, right) = (old[start..^end], now[start..^end]);
        if (left.Length > MostLines || right.Length > MostLines)
        {
            return null;
        }

        return Shortened([.. old[..start].Select(line => " " + line), .. Middle(left, right), .. old[^end..].Select(line => " " + line)]);
    }

    // The longest common lines, by the table of lengths.
    private static IEnumerable<string> Middle(string[] left, string[] right)
    {
        var lengths = new ushort[left.Length + 1, right.Length + 1];
        for (var i = left.Length - 1; i >= 0; i--)
        {
            for (var j = right.Length - 1; j >= 0; j--)
            {
                lengths[i, j] = left[i] == right[j] ? (ushort)(lengths[i + 1, j + 1] + 1) : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
            }
        }

        var (at, to) = (0, 0);
        while (at < left.Length || to < right.Length)
        {
            if (at < left.Length && to < right.Length && left[at] == right[to])
            {
                (at, to) = (at + 1, to + 1);
                yield return " " + left[at - 1];
            }
            else if (to >= right.Length || (at < left.Length && lengths[at + 1, to] >= lengths[at, to + 1]))
            {
                yield return "-" + left[at++];
            }
            else
            {
                yield return "+" + right[to++];
            }
        }
    }

    private static List<string> Shortened(List<string> lines)
    {
        var kept = new List<string>();
        var gap = 0;
        for (var i = 0; i < lines.Count; i++)
        {
            var near = lines[i][0] != ' ' || Enumerable.Range(Math.Max(0, i - Context), Math.Min(lines.Count, i + Context + 1) - Math.Max(0, i - Context)).Any(at => lines[at][0] != ' ');
            if (near)
            {
                if (gap > 0)
                {
                    kept.Add($"@ {gap} equal lines");
                    gap = 0;
                }

                kept.Add(lines[i]);
            }
            else
            {
                gap++;
            }
        }

        if (gap > 0 && kept.Count > 0)
        {
            kept.Add($"@ {gap} equal lines");
        }

        return kept;
    }
}
