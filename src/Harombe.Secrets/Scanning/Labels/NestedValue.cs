using System.Buffers;
using Harombe.Secrets.Scanning.Formats;
using Harombe.Secrets.Scanning.Randomness;

namespace Harombe.Secrets.Scanning.Labels;

/// <summary>
/// The value in an object that its name calls secret: <c>"db_password": {"sensitive": true, "value": "…"}</c>, as Terraform prints outputs and keeps its state, and
/// parameters of templates have it.
/// </summary>
internal sealed class NestedValue : ISecretFormat
{
    private const int Reach = 240;
    private const int Shortest = 6;
    private const int Longest = 1024;

    private static readonly SearchValues<string> Fields = SearchValues.Create(["\"selector\"", "\"field\"", "\"element\"", "\"name\"", "\"key\"", "\"label\"", "\"id\"", "\"locator\""], StringComparison.OrdinalIgnoreCase);

    public string Kind => Kinds.LabelledSecret;

    public IReadOnlyList<Anchor> Anchors { get; } = Anchor.AnyCase("value\"", "result\"", "defaultvalue\"", "plaintext\"", "secretstring\"", "text\"", "default ");

    public void Check(ReadOnlySpan<char> text, int at, int anchorLength, ref FindingSink sink)
    {
        var isVariable = text[at + anchorLength - 1] == ' ';
        if (at == 0 || (!isVariable && text[at - 1] != '"') || !TryString(text, at + anchorLength, out var start, out var length))
        {
            return;
        }

        var value = text.Slice(start, length);
        if (value.Length < Shortest || start == sink.LastValue || NotAValue.Is(text, new Assignment(start, start, start, length, '"', ':')) || Examples.Are(value) || OwnPlaceholder.Is(value))
        {
            return;
        }

        var before = text[Math.Max(0, at - Reach)..(at - 1)];
        var strength = text.Slice(at, anchorLength - 1) is "plaintext" or "secretstring" ? LabelStrength.Strong : isVariable ? Variable(before) : IsOfPassword(before) ? LabelStrength.Password : Owner(before);
        if (strength switch
        {
            LabelStrength.Password when value.Contains(' ') => false,
            LabelStrength.Password => PasswordValue.Is(value, isQuoted: true) || MadePassword.IsHuman(value) || MadePassword.IsPhrase(value),
            LabelStrength.Strong => MachineValue.Is(value, 8) || PasswordLook.Is(value, isPointedAt: true),
            _ => false,
        })
        {
            sink.Add(Kind, start, length);
        }
    }

    private static bool TryString(ReadOnlySpan<char> text, int at, out int start, out int length)
    {
        (start, length) = (at, 0);
        while (start < text.Length && text[start] is ' ' or ':' or '=')
        {
            start++;
        }

        if ((start == at && text[at - 1] != ' ') || start >= text.Length || text[start] != '"')
        {
            return false;
        }

        length = text[++start..Math.Min(text.Length, start + Longest)].IndexOfAny('"', '\n');
        return length > 0 && text[start + length] == '"';
    }

    /// <summary><c>{"selector": "input[name=password]", "value": "…"}</c>: a field that is filled in.</summary>
    private static bool IsOfPassword(ReadOnlySpan<char> before)
    {
        var siblings = before[(before.LastIndexOfAny('{', '}') + 1)..];
        return siblings.Contains("password", StringComparison.OrdinalIgnoreCase) && siblings.ContainsAny(Fields);
    }

    /// <summary><c>variable "db_password" { default = "…" }</c>, in Terraform's language.</summary>
    private static LabelStrength Variable(ReadOnlySpan<char> before)
    {
        var block = before[(before.LastIndexOf('}') + 1)..];
        var name = block.LastIndexOf("variable \"");
        if (name < 0)
        {
            return LabelStrength.None;
        }

        block = block[(name + "variable \"".Length)..];
        var end = block.IndexOf('"');
        return end < 0 ? LabelStrength.None : Label.Of(block[..end]);
    }

    /// <summary>What the name of the object says in which the value stands: of the last brace that is open.</summary>
    private static LabelStrength Owner(ReadOnlySpan<char> before)
    {
        var open = 0;
        for (var at = before.Length - 1; at >= 0; at--)
        {
            open += before[at] switch { '}' => 1, '{' => -1, _ => 0 };
            if (open >= 0)
            {
                continue;
            }

            var name = before[..at].TrimEnd(" \t\r\n:");
            if (!name.EndsWith("\"") || name.Length == before[..at].TrimEnd().Length)
            {
                return name.Contains("random_password", StringComparison.Ordinal) ? LabelStrength.Password : LabelStrength.None;
            }

            name = name[..^1];
            name = name[(name.LastIndexOf('"') + 1)..];
            if (name is not "attributes")
            {
                return Label.Of(name);
            }

            open++;
        }

        return LabelStrength.None;
    }
}
