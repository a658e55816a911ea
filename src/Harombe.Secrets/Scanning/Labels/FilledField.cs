using System.Buffers;
using Harombe.Secrets.Scanning.Formats;
using Harombe.Secrets.Scanning.Randomness;

namespace Harombe.Secrets.Scanning.Labels;

/// <summary>What a script of a browser types into a field for passwords: <c>getByLabel('Password').fill('…')</c>, <c>cy.get('#pw').type('…')</c>, <c>find_element(…).send_keys("…")</c>.</summary>
internal sealed class FilledField : ISecretFormat
{
    private const int Before = 100;
    private const int Longest = 128;
    private const int Shortest = 6;

    private static readonly SearchValues<char> BeforeNames = SearchValues.Create("=#.'\"`([ ");

    public string Kind => Kinds.InCall;

    public IReadOnlyList<Anchor> Anchors { get; } = Anchor.Exact(".fill(", ".type(", ".send_keys(", ".sendKeys(", ".setValue(", ".keyboard.type(", ".typeText(", ".enterText(", ".press_sequentially(");

    public void Check(ReadOnlySpan<char> text, int at, int anchorLength, ref FindingSink sink)
    {
        var field = text[Math.Max(0, at - Before)..at];
        field = field[(field.LastIndexOf('\n') + 1)..];
        var start = at + anchorLength;
        if (Label.Of(LastName(field)) != LabelStrength.Password || start >= text.Length || text[start] is not ('"' or '\'' or '`'))
        {
            return;
        }

        var rest = text[(start + 1)..Math.Min(text.Length, start + Longest)];
        var end = rest.IndexOfAny(text[start], '\n');
        if (end < Shortest || rest[end] != text[start])
        {
            return;
        }

        var value = rest[..end];
        if ((PasswordValue.Is(value, isQuoted: true) || MadePassword.IsHuman(value) || MadePassword.IsPhrase(value)) && !NotAValue.Is(text, new Assignment(at, at, start + 1, end, '"', '(')) && !Examples.Are(value) && !OwnPlaceholder.Is(value))
        {
            sink.Add(Kind, start + 1, end);
        }
    }

    /// <summary>The last name in what selects the field: <c>[data-test=pw]</c>, <c>'Password'</c>.</summary>
    private static ReadOnlySpan<char> LastName(ReadOnlySpan<char> field)
    {
        var trimmed = field.TrimEnd(")'\"`] ");
        return trimmed[(trimmed.LastIndexOfAny(BeforeNames) + 1)..];
    }
}
