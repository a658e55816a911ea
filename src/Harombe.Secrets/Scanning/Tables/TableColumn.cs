using System.Buffers;
using Harombe.Secrets.Scanning.Formats;
using Harombe.Secrets.Scanning.Labels;
using Harombe.Secrets.Scanning.Randomness;

namespace Harombe.Secrets.Scanning.Tables;

/// <summary>Passwords and keys in the column of a table whose head names them: CSV and its kin (RFC 4180), Markdown, what psql and mysql print.</summary>
internal sealed class TableColumn : ISecretFormat
{
    private const int Shortest = 6;
    private const int Longest = 256;
    private const int LeastStrong = 12;
    private const int MostColumns = 64;

    private static readonly SearchValues<char> NotOfValues = SearchValues.Create(" $()[]{}");

    public string Kind => Kinds.InColumn;

    public IReadOnlyList<Anchor> Anchors { get; } = Anchor.AnyCase("pass", "pwd", "secret", "token", "key", "kennwort");

    public void Check(ReadOnlySpan<char> text, int at, int anchorLength, ref FindingSink sink)
    {
        if (!EndsCell(text, at + anchorLength) || !TableHead.TryRead(text, at, out var head))
        {
            return;
        }

        // All columns of secrets are read at once, when the first of them is met.
        Span<LabelStrength> columns = stackalloc LabelStrength[Math.Min(head.Columns, MostColumns)];
        var (column, first, behind) = (0, -1, -1);
        foreach (var (start, length) in new TableLine(text[head.Start..head.End], head.Delimiter))
        {
            if (column == columns.Length)
            {
                break;
            }

            columns[column] = TableHead.Strength(text.Slice(head.Start + start, length));
            if (first < 0 && columns[column] != LabelStrength.None)
            {
                (first, behind) = (head.Start + start, head.Start + start + length);
            }

            column++;
        }

        if (at >= first && at < behind)
        {
            Rows(text, head, columns, ref sink);
        }
    }

    // What may follow the word in the name of a column, and then the next column: most places where the word stands are left here.
    private static bool EndsCell(ReadOnlySpan<char> text, int at)
    {
        var limit = Math.Min(text.Length, at + TableHead.LongestName);
        while (at < limit && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_' or '-' or '.' or '"' or '*' or '`' or ')'))
        {
            at++;
        }

        return at < text.Length && (text[at] is ',' or ';' or '|' or '\t' or '\r' or '\n' || (text[at] == ' ' && at + 1 < text.Length && text[at + 1] is ' ' or '|' or '\r' or '\n'));
    }

    private void Rows(ReadOnlySpan<char> text, TableHead head, scoped ReadOnlySpan<LabelStrength> columns, ref FindingSink sink)
    {
        for (var at = head.Rows(text); at < text.Length;)
        {
            var line = TableHead.Line(text, at);
            if (!TableLine.IsRule(line) && !TryRow(text, line, at, head, columns, ref sink))
            {
                return;
            }

            at += line.Length + 1;
        }
    }

    /// <summary>Judges the cells of one row; false when the line is no row of the table, which ends there.</summary>
    private bool TryRow(ReadOnlySpan<char> text, ReadOnlySpan<char> line, int at, TableHead head, scoped ReadOnlySpan<LabelStrength> columns, ref FindingSink sink)
    {
        // Of as many cells as the head: what has more or less is read as a row of none, or each line could be the head of all that follow.
        if (line.Length > TableHead.LongestLine || new TableLine(line, head.Delimiter).Count() != head.Columns)
        {
            return false;
        }

        var column = 0;
        foreach (var (start, length) in new TableLine(line, head.Delimiter))
        {
            if (column < columns.Length && columns[column] is not LabelStrength.None and var strength && IsSecret(text, at + start, line.Slice(start, length), strength))
            {
                sink.Add(Kind, at + start, length);
            }

            column++;
        }

        return true;
    }

    private static bool IsSecret(ReadOnlySpan<char> text, int start, ReadOnlySpan<char> value, LabelStrength strength)
    {
        if (value.Length is < Shortest or > Longest || value.ContainsAny(NotOfValues) && !NotAValue.IsOdd(value) && !PasswordValue.IsMixed(value))
        {
            return false;
        }

        var assignment = new Assignment(start, start, start, value.Length, '"', ':');
        if (NotAValue.Is(text, assignment) || Examples.Are(value) || OwnPlaceholder.Is(value))
        {
            return false;
        }

        return strength == LabelStrength.Password
            ? (PasswordValue.Is(value, isQuoted: true) || MadePassword.IsHuman(value) || MadePassword.IsPhrase(value)) && !OtherWord.IsTechnical(value) && !DateTime.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out _)
            : MachineValue.Is(value, LeastStrong);
    }
}
