using System.Buffers;
using Harombe.Secrets.Scanning.Labels;

namespace Harombe.Secrets.Scanning.Tables;

/// <summary>The first line of a table, which names its columns, and what follows it.</summary>
/// <param name="Start">Where the line begins in its text.</param>
/// <param name="End">Where it ends: its line feed.</param>
/// <param name="Delimiter">What tells its cells apart.</param>
/// <param name="Columns">How many columns there are.</param>
internal readonly record struct TableHead(int Start, int End, char Delimiter, int Columns)
{
    private static readonly string[] Secrets =
        ["password", "passwd", "passphrase", "passcode", "pass", "pwd", "pw", "secret", "token", "key", "credential", "kennwort", "passwort"];

    /// <summary>Lines longer than this are no table's.</summary>
    public const int LongestLine = LineStart.Longest;

    /// <summary>Names of columns are no longer.</summary>
    public const int LongestName = 32;

    private const int MostWords = 3;

    private static readonly SearchValues<char> NotOfNames = SearchValues.Create("=\"'{}[]<>:;\\$@!?.");

    /// <summary>Reads the line around a place as the head of a table; false when it is none. Looks at nothing behind the line.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, int at, out TableHead head)
    {
        head = default;
        var start = LineStart.Of(text, at);
        var length = text[at..Math.Min(text.Length, at + LongestLine)].IndexOf('\n');
        if (length < 0 || (start > 0 && text[start - 1] != '\n'))
        {
            return false;
        }

        var line = text[start..(at + length)];
        var delimiter = TableLine.DelimiterOf(line);
        if (delimiter == default || !AreNames(line, delimiter, out var columns) || columns < 2 || IsWithin(text, start, delimiter, columns))
        {
            return false;
        }

        head = new TableHead(start, at + length, delimiter, columns);
        return true;
    }

    /// <summary>Where the first row begins: behind the head, and the rule that may stand under it.</summary>
    public int Rows(ReadOnlySpan<char> text)
    {
        var line = Line(text, End + 1);
        return TableLine.IsRule(line) && End + 1 + line.Length < text.Length ? End + 1 + line.Length + 1 : End + 1;
    }

    /// <summary>The line that begins at a place, without its end.</summary>
    public static ReadOnlySpan<char> Line(ReadOnlySpan<char> text, int start)
    {
        var rest = text[Math.Min(start, text.Length)..];
        var end = rest.IndexOf('\n');
        return end < 0 ? rest : rest[..end];
    }

    /// <summary>What the label of a column says of its values: <see cref="LabelStrength.None"/> where they are no secrets.</summary>
    public static LabelStrength Strength(ReadOnlySpan<char> name)
    {
        var strength = Label.Of(name);
        return strength is LabelStrength.Password or LabelStrength.Strong && NamesSecret(name) ? strength : LabelStrength.None;
    }

    // The name must end with what the values are: "password age" is none.
    private static bool NamesSecret(ReadOnlySpan<char> name)
    {
        var trimmed = name.TrimEnd("0123456789 _.()#s");
        foreach (var word in Secrets)
        {
            if (trimmed.EndsWith(word, StringComparison.OrdinalIgnoreCase) || name.EndsWith(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static bool AreNames(ReadOnlySpan<char> line, char delimiter, out int columns)
    {
        columns = 0;
        foreach (var (start, length) in new TableLine(line, delimiter))
        {
            var name = line.Slice(start, length);
            if (length is 0 or > LongestName || !char.IsLetter(name[0]) || name.Count(' ') >= MostWords || name.ContainsAny(NotOfNames) || (name.IndexOf('(') is > 0 and var open && name[open - 1] != ' '))
            {
                return false;
            }

            columns++;
        }

        return true;
    }

    /// <summary>Whether the line before has as many cells, or the one before the rule between them, so that this one is no head but a row.</summary>
    private static bool IsWithin(ReadOnlySpan<char> text, int start, char delimiter, int columns)
    {
        var before = LineBefore(text, ref start);
        // The first row under a rule is none either, or of many of them each would have all that follow read as its own.
        before = TableLine.IsRule(before) ? LineBefore(text, ref start) : before;
        return !TableLine.IsRule(before) && TableLine.DelimiterOf(before) == delimiter && new TableLine(before, delimiter).Count() == columns;
    }

    private static ReadOnlySpan<char> LineBefore(ReadOnlySpan<char> text, ref int start)
    {
        if (start < 2)
        {
            return [];
        }

        var end = start - 1;
        start = LineStart.Of(text, end);
        return text[start..end];
    }
}
