using System.Buffers;

namespace Harombe.Secrets.Scanning.Tables;

/// <summary>One line of a table as a sequence of cells: told apart by a comma, a semicolon, a tab or a bar, and by two spaces or more in what commands print.</summary>
internal readonly ref struct TableLine(ReadOnlySpan<char> line, char delimiter)
{
    /// <summary>Two spaces or more.</summary>
    public const char Wide = ' ';

    private static readonly SearchValues<char> OfRules = SearchValues.Create("-+|=: \t\r");

    private readonly ReadOnlySpan<char> line = line;

    /// <summary>The cells of the line.</summary>
    public Enumerator GetEnumerator() => new(line, delimiter);

    /// <summary>How many cells there are.</summary>
    public int Count()
    {
        var count = 0;
        foreach (var _ in this)
        {
            count++;
        }

        return count;
    }

    /// <summary>What tells the cells of a line apart; zero when it has one cell only.</summary>
    public static char DelimiterOf(ReadOnlySpan<char> line) =>
        line.Contains('|') ? '|'
        : line.Contains('\t') ? '\t'
        : line.Contains(';') ? ';'
        : line.Contains(',') ? ','
        : line.Trim(' ').Contains("  ", StringComparison.Ordinal) ? Wide
        : default;

    /// <summary>Whether a line is the rule under a head or around a table: <c>| --- | --- |</c>, <c>----+----</c>.</summary>
    public static bool IsRule(ReadOnlySpan<char> line) => line.Contains("--", StringComparison.Ordinal) && !line.ContainsAnyExcept(OfRules);

    /// <summary>Goes from cell to cell.</summary>
    internal ref struct Enumerator(ReadOnlySpan<char> line, char delimiter)
    {
        private readonly ReadOnlySpan<char> line = line.TrimEnd("\r ");
        private int next;

        /// <summary>Where the cell stands in the line, without the spaces and quotes around it.</summary>
        public (int Start, int Length) Current { get; private set; }

        /// <summary>Goes to the next cell; false when there is none.</summary>
        public bool MoveNext()
        {
            if (next == 0 && delimiter is '|' or Wide)
            {
                // The bar before the first cell begins none; nor do spaces.
                next = line.IndexOfAnyExcept(' ');
                next += next >= 0 && next < line.Length && line[next] == '|' && delimiter == '|' ? 1 : 0;
            }

            if (next < 0 || next > line.Length || (next == line.Length && next > 0 && delimiter is '|' or Wide))
            {
                return false;
            }

            var start = next;
            var end = start + End(line[start..]);
            next = end + 1;
            while (delimiter == Wide && next < line.Length && line[next] == ' ')
            {
                next++;
            }

            var cell = line[start..end];
            var trimmed = cell.Trim(" \"'`*");
            Current = (trimmed.IsEmpty ? start : start + cell.IndexOf(trimmed), trimmed.Length);
            return true;
        }

        private readonly int End(ReadOnlySpan<char> rest)
        {
            // In quotes the delimiter is none; two quotes are one of the value.
            var open = rest.IndexOfAnyExcept(' ');
            if (open >= 0 && rest[open] == '"' && delimiter is ',' or ';' or '\t')
            {
                var close = open + 1;
                while (close < rest.Length && (rest[close] != '"' || (close + 1 < rest.Length && rest[close + 1] == '"')))
                {
                    close += rest[close] == '"' ? 2 : 1;
                }

                var behind = Math.Min(close + 1, rest.Length);
                var found = rest[behind..].IndexOf(delimiter);
                return found < 0 ? rest.Length : behind + found;
            }

            var end = delimiter == Wide ? rest.IndexOf("  ") : rest.IndexOf(delimiter);
            return end < 0 ? rest.Length : end;
        }
    }
}
