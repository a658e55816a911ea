using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Harombe.Core.Schemas.Patterns;

/// <summary>
/// Reads an ECMA-262 pattern once and writes the .NET pattern of the same meaning. Groups lose their captures (nothing reads them), a dot
/// or a negated
/// class takes a whole code point, and whatever needs backtracking ends the reading with the reason.
/// </summary>
internal sealed class PatternReader(string source, int maxSize)
{
    private const int MaxGroupDepth = 64;

    private readonly PatternCursor _cursor = new(source);
    private readonly StringBuilder _output = new(source.Length + 16);
    private int _groupDepth;

    public string? Reason { get; private set; }

    public bool HasWordBoundary { get; private set; }

    public bool TryRead([NotNullWhen(true)] out string? translated)
    {
        translated = null;
        if (source.Length > maxSize)
            Stop($"is longer than {maxSize} characters");
        var size = ReadAlternatives();
        if (Reason is null && !_cursor.AtEnd)
            Stop("closes a group that is not open");
        if (Reason is null && size > maxSize)
            Stop($"unrolls to more than {maxSize} states");
        if (Reason is not null)
            return false;
        translated = _output.ToString();
        return true;
    }

    // Returns the size: atoms times their repetitions, which bounds the automaton. A long, because products are checked late.
    private long ReadAlternatives()
    {
        long size = 0;
        while (Reason is null && !_cursor.AtEnd && _cursor.Peek != ')')
        {
            if (_cursor.Take('|'))
                _output.Append('|');
            else
                size = Math.Min(size + ReadTerm(), int.MaxValue);
        }

        return size;
    }

    private long ReadTerm()
    {
        var start = _output.Length;
        var (size, repeatable) = ReadAtom();
        if (Reason is not null || !QuantifierReader.TryRead(_cursor, out var least, out var most))
            return size;
        if (!repeatable)
            Stop("repeats something that can't be repeated");
        else if (most is { } bound && bound < least)
            Stop("has a repetition whose bounds are out of order");
        if (least > maxSize || most > maxSize)
            Stop($"unrolls to more than {maxSize} states");
        _output.Insert(start, "(?:").Append(')').Append(QuantifierReader.Write(least, most));
        // Laziness changes what is captured, never whether something matches.
        _cursor.Take('?');
        return size * Math.Max(1, most ?? least + 1);
    }

    private (long Size, bool Repeatable) ReadAtom()
    {
        var next = _cursor.Next();
        switch (next.Value)
        {
            case '^':
                _output.Append(@"\A");
                return (1, false);
            case '$':
                // .NET's $ also matches before a last line feed.
                _output.Append(@"\z");
                return (1, false);
            case '.':
                _output.Append(PatternClass.AnyButLineEnds);
                return (1, true);
            case '(':
                return (ReadGroup(), true);
            case '[':
                _output.Append(ClassReader.Read(_cursor, Stop));
                return (1, true);
            case '\\':
                return ReadEscape();
            case '*' or '+' or '?':
                Stop("repeats nothing");
                return (0, false);
            default:
                PatternClass.WriteLiteral(_output, next);
                return (1, true);
        }
    }

    private long ReadGroup()
    {
        if (_cursor.Take("?=") || _cursor.Take("?!") || _cursor.Take("?<=") || _cursor.Take("?<!"))
            Stop("uses look-around, which can't be matched in linear time");
        else if (_cursor.Take("?<"))
            _cursor.SkipPast('>');
        else if (!_cursor.Take("?:") && !_cursor.AtEnd && _cursor.Peek == '?')
            Stop("uses a kind of group that ECMA-262 doesn't have");
        if (++_groupDepth > MaxGroupDepth)
            Stop($"nests groups deeper than {MaxGroupDepth} levels");
        if (Reason is not null)
            return 0;
        _output.Append("(?:");
        var size = ReadAlternatives();
        if (Reason is null && !_cursor.Take(')'))
            Stop("leaves a group open");
        _output.Append(')');
        _groupDepth--;
        return Math.Max(1, size);
    }

    private (long Size, bool Repeatable) ReadEscape()
    {
        if (_cursor.Take('b') || _cursor.Take('B'))
        {
            HasWordBoundary = true;
            _output.Append('\\').Append(_cursor.Previous);
            return (1, false);
        }

        if (!_cursor.AtEnd && (_cursor.Peek is >= '1' and <= '9' || _cursor.Peek == 'k'))
            Stop("uses a back-reference, which can't be matched in linear time");
        else if (EscapeReader.TryReadClass(_cursor, out var members))
            _output.Append(members.Write(negated: false));
        else if (EscapeReader.TryReadCharacter(_cursor, inClass: false, out var character))
            PatternClass.WriteLiteral(_output, character);
        else
            Stop("has an escape that ECMA-262 doesn't have, or that can't be matched exactly");
        return (1, true);
    }

    private void Stop(string reason) => Reason ??= reason;
}
