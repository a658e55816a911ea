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

    private static readonly SearchValues<char> NotOfValues = SearchValues.Create(" $()[]{}");

    public string Kind => Kinds.InColumn;

    public IReadOnlyList<Anchor> Anchors { get; } = Anchor.AnyCase("pass", "pwd", "secret", "token", "key", "kennwort");

    public void Check(ReadOnlySpan<char> text, int at, int anchorLength, ref FindingSink sink)
    {
        if (!EndsCell(text, at + anchorLength) || !TableHead.TryRead(text, at, out var head))
        {
            return;
        }

        var column = 0;
        foreach (var (start, length) in new TableLine(text[head.Start..head.End], head.Delimiter))
        {
            if (at < head.Start + start + length)
            {
                var name = text.Slice(head.Start + start, length);
                if (at >= head.Start + start && TableHead.Strength(name) is not LabelStrength.None and var strength)
                {
                    Column(text, head, column, strength, ref sink);
                }

                return;
            }

            column++;
        }
    }

    // What may follow the word in the name of a column, and then the next column: most places where the word stands are left here.
    private static bool EndsCell(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_' or '-' or '.' or '"' or '*' or '`' or ')'))
        {
            at++;
        }

        return at < text.Length && (text[at] is ',' or ';' or '|' or '\t' or '\r' or '\n' || (text[at] == ' ' && at + 1 < text.Length && text[at + 1] is ' ' or '|' or '\r' or '\n'));
    }

    private void Column(ReadOnlySpan<char> text, TableHead head, int column, LabelStrength strength, ref FindingSink sink)
    {
        for (var (at, isFirst) = (head.Rows(text), true); at < text.Length; isFirst = false)
        {
            var line = TableHead.Line(text, at);
            if (line.Length > TableHead.LongestLine || (!TableLine.IsRule(line) && !TryCell(text, line, at, head, column, strength, isFirst, ref sink)))
            {
                return;
            }

            at += line.Length + 1;
        }
    }

    /// <summary>Judges one cell; false when the line is no row of the table, which ends there.</summary>
    private bool TryCell(ReadOnlySpan<char> text, ReadOnlySpan<char> line, int at, TableHead head, int column, LabelStrength strength, bool isFirst, ref FindingSink sink)
    {
        if (isFirst && new TableLine(line, head.Delimiter).Count() != head.Columns)
        {
            return false;
        }

        var index = 0;
        foreach (var (start, length) in new TableLine(line, head.Delimiter))
        {
            if (index++ == column)
            {
                var value = line.Slice(start, length);
                if (IsSecret(text, at + start, value, strength))
                {
                    sink.Add(Kind, at + start, length);
                }
            }
        }

        return index > 1;
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
            ? (PasswordValue.Is(value, isQuoted: true) || PasswordLook.IsHuman(value) || PasswordLook.IsPhrase(value)) && !PasswordLook.IsTechnical(value) && !DateTime.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out _)
            : MachineValue.Is(value, LeastStrong);
    }
}
