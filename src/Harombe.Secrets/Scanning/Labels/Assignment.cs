namespace Harombe.Secrets.Scanning.Labels;

/// <summary>
/// A label and the value that it is given, as code, configuration, markup and command lines write it. Places are indices into the text that
/// it was read from.
/// </summary>
/// <param name="LabelStart">First character of the label.</param>
/// <param name="LabelEnd">Behind its last one.</param>
/// <param name="Start">First character of the value, behind its quote.</param>
/// <param name="Length">Length of the value without quotes.</param>
/// <param name="Quote">What the value is quoted by; zero when it isn't.</param>
/// <param name="Operator">What stands between: one of <c>= : &gt; , ( |</c>, or a space behind an option.</param>
internal readonly record struct Assignment(int LabelStart, int LabelEnd, int Start, int Length, char Quote, char Operator)
{
    private const int LongestBefore = 50;
    private const int LongestBehind = 30;

    /// <summary>Reads the assignment in whose label a word stands; false when the word is no part of one.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, int at, int length, out Assignment assignment)
    {
        assignment = default;
        var end = at + length;
        var limit = Math.Min(text.Length, end + LongestBehind);
        var labelEnd = end;
        while (end < limit && (IsOfLabel(text[end]) || text[end] is ' ' or '\t') && !text[end..].StartsWith("--"))
        {
            end++;
            labelEnd = text[end - 1] is ' ' or '\t' ? labelEnd : end;
        }

        var start = at;
        while (start > 0 && at - start < LongestBefore && IsOfLabel(text[start - 1]))
        {
            start--;
        }

        if (text[start] == '-' && TryOption(text, at + length, out var word))
        {
            // Whatever follows, and whether it is there yet: nothing else is read here, or a stream would show what the whole text doesn't.
            return !text[(word + 1)..].StartsWith("-") && ValueReader.TryRead(text, word, ' ', out var option) && Make(text, start, word, option, ' ', out assignment);
        }

        if (start > 0 && text[start - 1] == '<' && OperatorReader.TryElement(text, at + length, out var content))
        {
            // <Pass encoding="base64">…</Pass>
            return ValueReader.TryRead(text, content, '>', out var inner) && Make(text, start, at + length, inner, '>', out assignment);
        }

        if (!OperatorReader.TryRead(text, end, out var behind, out var sign))
        {
            if (IsEnvironment(text[..start]) && end < text.Length && text[end - 1] == ' ')
            {
                // ENV NAME value, in a Dockerfile.
                return ValueReader.TryRead(text, labelEnd, '=', out var set) && Make(text, start, labelEnd, set, '=', out assignment);
            }

            // private_key "…"; in a file of settings: the quote alone tells where the value begins.
            var quote = labelEnd < end ? end : -1;
            return quote >= 0 && quote < text.Length && text[quote] is '"' or '\'' && ValueReader.TryRead(text, quote, ' ', out var quoted) && IsClosed(text, quoted)
 && Make(text, start, labelEnd, quoted, ' ', out assignment);
        }

        return ValueReader.TryRead(text, behind, sign, out var value)
            && Make(text, start, labelEnd, value, value.Operator == default ? sign : value.Operator, out assignment);
    }

    private static bool IsEnvironment(ReadOnlySpan<char> before) => before.EndsWith("ENV ") || before.EndsWith("setenv ") || before.EndsWith("ARG ");

    /// <summary>Whether the quote that opens a value closes it as well, so that nothing behind it decides what it is.</summary>
    private static bool IsClosed(ReadOnlySpan<char> text, ValueReader.Value value) =>
        value.Start + value.Length < text.Length && text[value.Start + value.Length] == value.Quote;

    private static bool Make(ReadOnlySpan<char> text, int start, int end, ValueReader.Value value, char sign, out Assignment assignment)
    {
        assignment = new Assignment(start, end, value.Start, value.Length, value.Quote, sign);
        return value.Length > 0 && value.Start + value.Length <= text.Length;
    }

    /// <summary><c>--password value</c>: the name ends at a space, and the value follows.</summary>
    private static bool TryOption(ReadOnlySpan<char> text, int at, out int end)
    {
        end = at;
        while (end < text.Length && IsOfLabel(text[end]))
        {
            end++;
        }

        return end < text.Length && text[end] is ' ' or '\t';
    }

    private static bool IsOfLabel(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '$';
}
