using System.Buffers;
using Harombe.Secrets.Scanning.Randomness;
using Harombe.Secrets.Scanning.Shapes;

namespace Harombe.Secrets.Scanning.Labels;

/// <summary>
/// A key without letters of its own, known by its provider's name in its label and by its shape: <c>DATADOG_API_KEY=…</c>. In running text, where
/// nothing is assigned, it must follow the name closely, with a word such as key or token between them.
/// </summary>
internal sealed class ProviderKey(string kind, string[] names, params string[] patterns) : ISecretFormat
{
    private const int Reach = 60;

    private static readonly SearchValues<char> HexadecimalAndDashes = SearchValues.Create("0123456789abcdefABCDEF-");

    private readonly Shape[] shapes = [.. patterns.Select(pattern => new Shape(pattern))];

    public string Kind => kind;

    public IReadOnlyList<Anchor> Anchors { get; } = Anchor.AnyCase(names);

    public void Check(ReadOnlySpan<char> text, int at, int anchorLength, ref FindingSink sink)
    {
        if (!sink.TryRead(text, at, anchorLength, out var assignment))
        {
            FollowsClosely(text, at + anchorLength, ref sink);
            return;
        }

        var length = assignment.Length;
        var value = text.Slice(assignment.Start, length).TrimEnd(")]},.;");
        if (Says(text[assignment.LabelStart..assignment.LabelEnd], anchorLength, value, assignment.Quote != default) && IsKey(value))
        {
            sink.Add(kind, assignment.Start, value.Length);
        }
        else if (assignment.Operator is ',' or '(' or '>' or '|' or ':')
        {
            FollowsClosely(text, at + anchorLength, ref sink);
        }
    }

    /// <summary>Names are words too: the label must say more than the name, unless the value is no mere digest or number of something.</summary>
    private static bool Says(ReadOnlySpan<char> label, int name, ReadOnlySpan<char> value, bool isQuoted) =>
        label.ContainsAny(SecretWords.Any) || (label.Length > name + 1 ? label.EndsWith("id", StringComparison.OrdinalIgnoreCase) && (value.Length < 32 || value.ContainsAnyExcept(HexadecimalAndDashes)) : value.ContainsAnyExcept(HexadecimalAndDashes) || value.Length is not (32 or 36 or 40 or 56 or 64 or 96 or 128) || (isQuoted && value.Length == 36));

    private void FollowsClosely(ReadOnlySpan<char> text, int at, ref FindingSink sink)
    {
        var near = text[at..Math.Min(text.Length, at + Reach)];
        if (!near.ContainsAny(SecretWords.Any))
        {
            return;
        }

        for (var start = 0; start < near.Length; start++)
        {
            if (!char.IsAsciiLetterOrDigit(near[start]) || (start > 0 && (char.IsAsciiLetterOrDigit(near[start - 1]) || near[start - 1] is '_' or '-' or '/' or '.')))
            {
                continue;
            }

            foreach (var shape in shapes)
            {
                if (shape.TryFrom(text, at + start, out var end) && end - at - start >= 16 && IsKey(text[(at + start)..end])
                    && MachineValue.Is(text[(at + start)..end], 16))
                {
                    sink.Add(kind, at + start, end - at - start);
                    return;
                }
            }
        }
    }

    private bool IsKey(ReadOnlySpan<char> value)
    {
        foreach (var shape in shapes)
        {
            if (shape.IsAll(value))
            {
                return Entropy.Of(value) >= Entropy.Floor(value.Length) - 0.6 && !Examples.Are(value) && !Wording.IsWords(value) && value.ContainsAnyInRange('0', '9');
            }
        }

        return false;
    }
}
