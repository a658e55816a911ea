using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Harombe.Core.Display;

namespace Harombe.Gateway.Pinning;

/// <summary>
/// Looks for signs that a definition was written to steer the model or to pass for something else. Offline, linear, before anything of it was used. It
/// finds what people have been caught with; that nothing is found proves nothing.
/// </summary>
internal static partial class PoisonSigns
{
    private const int LongestDescription = 4000;
    private static readonly string[] Credentials = ["id_rsa", ".ssh", ".aws/", ".env", "mcp.json", "credentials", "api key", "password", "private key", "secret token"];

    /// <summary>The signs in what a server says.</summary>
    /// <param name="server">Its name.</param>
    /// <param name="definitions">What it says.</param>
    /// <param name="others">What is said of other servers: their names, and the names of their tools.</param>
    public static IReadOnlyList<Sign> In(string server, IEnumerable<Definition> definitions, IReadOnlyCollection<string> others)
    {
        var signs = new List<Sign>();
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var one in definitions)
        {
            var where = one.Kind == DefinitionKind.Instructions ? "its instructions" : $"{one.Kind.ToString().ToLowerInvariant()} {VisibleText.Line(one.Name)}";
            OfName(one, where, seen, signs);
            foreach (var text in Texts(one.Value))
            {
                OfText(text, where, server, others, signs);
            }

            if (one.Kind == DefinitionKind.Tool && one.Value.TryGetProperty("inputSchema", out var schema))
            {
                OfSchema(schema, where, signs);
            }
        }

        return [.. signs.Distinct().Take(100)];
    }

    private static void OfName(Definition one, string where, Dictionary<string, string> seen, List<Sign> signs)
    {
        if (one.Name.Any(c => c > 127))
        {
            signs.Add(new Sign("name.letters", Weight.Grave, where, "Its name has letters that are not ASCII and may look like others."));
        }

        var shape = $"{one.Kind} {Shape(one.Name)}";
        if (one.Name.Length > 0 && !seen.TryAdd(shape, one.Name) && seen[shape] != one.Name)
        {
            signs.Add(new Sign("name.twins", Weight.Grave, where, $"Its name looks like that of '{VisibleText.Line(seen[shape])}'."));
        }
    }

    private static void OfText(string text, string where, string server, IReadOnlyCollection<string> others, List<Sign> signs)
    {
        if (text.EnumerateRunes().FirstOrDefault(IsHidden) is { Value: not 0 } hidden)
        {
            signs.Add(new Sign("text.hidden", Weight.Grave, where, $"It has characters that nobody sees (U+{hidden.Value:X4})."));
        }

        if (Commands().Match(text) is { Success: true } command)
        {
            signs.Add(new Sign("text.commands", Weight.Grave, where, $"It gives the model orders: \"{Cut(command.Value)}\"."));
        }

        if (Tags().Match(text) is { Success: true } tag)
        {
            signs.Add(new Sign("text.tags", Weight.Grave, where, $"It has a mark that looks like a part of a prompt: {Cut(tag.Value)}."));
        }

        if (Credentials.FirstOrDefault(word => text.Contains(word, StringComparison.OrdinalIgnoreCase)) is { } credential && Takes().IsMatch(text))
        {
            signs.Add(new Sign("text.credentials", Weight.Grave, where, $"It asks for what is none of its business ({credential})."));
        }

        if (others.FirstOrDefault(other => other.Length > 3 && other != server && Mentions(text, other)) is { } named)
        {
            signs.Add(new Sign("text.others", Weight.Odd, where, $"It speaks of another server or its tools: {VisibleText.Line(named)}."));
        }

        if (text.Length > LongestDescription)
        {
            signs.Add(new Sign("text.long", Weight.Odd, where, $"One text has {text.Length} characters."));
        }

        if (Encoded().Match(text) is { Success: true })
        {
            signs.Add(new Sign("text.encoded", Weight.Odd, where, "It has a long run of what looks like encoded data."));
        }
    }

    private static void OfSchema(JsonElement schema, string where, List<Sign> signs)
    {
        if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var property in properties.EnumerateObject())
        {
            if (Traps().IsMatch(property.Name))
            {
                signs.Add(new Sign("schema.trap", Weight.Grave, where, $"It has an argument that collects what the model knows: {VisibleText.Line(property.Name)}."));
            }

            if (property.Value.ValueKind == JsonValueKind.Object && property.Value.TryGetProperty("default", out var usual) && usual.ValueKind == JsonValueKind.String && usual.GetString() is { Length: > 500 })
            {
                signs.Add(new Sign("schema.default", Weight.Odd, where, $"The default of '{VisibleText.Line(property.Name)}' is a long text."));
            }
        }
    }

    // Every text that a model may read, the names of members among them.
    private static IEnumerable<string> Texts(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                return [value.GetString() ?? ""];
            case JsonValueKind.Array:
                return value.EnumerateArray().SelectMany(Texts);
            case JsonValueKind.Object:
                return value.EnumerateObject().SelectMany(member => Texts(member.Value).Prepend(member.Name));
            default:
                return [];
        }
    }

    private static bool IsHidden(Rune rune) => rune.Value is >= 0xE0000 and <= 0xE007F or 0x00AD or (>= 0x200B and <= 0x200F) or (>= 0x202A and <= 0x202E) or (>= 0x2060 and <= 0x206F) or 0xFEFF
        || (Rune.GetUnicodeCategory(rune) == UnicodeCategory.Control && rune.Value is not ('\n' or '\r' or '\t'));

    // Letters that are taken for one another, in one form.
    private static string Shape(string name) => string.Concat(name.ToLowerInvariant().Normalize(NormalizationForm.FormKC).Select(c => c switch
    {
        '0' => 'o',
        '1' or 'i' or '|' => 'l',
        '-' or '.' or ' ' => '_',
        'а' => 'a', // Cyrillic from here on
        'е' => 'e',
        'о' => 'o',
        'р' => 'p',
        'с' => 'c',
        'х' => 'x',
        'у' => 'y',
        _ => c,
    }));

    private static bool Mentions(string text, string name)
    {
        var at = text.IndexOf(name, StringComparison.OrdinalIgnoreCase);
        return at >= 0 && (at == 0 || !IsWord(text[at - 1])) && (at + name.Length == text.Length || !IsWord(text[at + name.Length]));
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';

    private static string Cut(string text) => VisibleText.Line(text, 80);

    [GeneratedRegex(
        @"\b(?:ignore (?:all |any )?(?:previous|prior|other|above)|disregard (?:all |any )?(?:previous|prior|other)|do not (?:tell|mention|inform|reveal|show|ask)\b|don't (?:tell|mention|inform|reveal)|without (?:telling|informing|asking) the user|(?:never|must not) (?:tell|mention|inform)|before (?:using|calling) (?:this|any)|you (?:must|should) (?:always |first )?(?:call|use|read|send|include|pass)\b|always (?:call|use) this|instead of (?:the )?(?:other|any)|system prompt|(?:hidden|secret) instruction|as an ai)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Commands();

    [GeneratedRegex(@"</?(?:important|system|instructions?|secret|hidden|assistant|user|admin)\b[^>]{0,40}>|\[/?INST\]|<\|[a-z_]{1,20}\|>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Tags();

    [GeneratedRegex(@"\b(?:read|send|include|pass|provide|attach|upload|copy|forward)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Takes();

    [GeneratedRegex(@"[A-Za-z0-9+/]{200,}", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Encoded();

    [GeneratedRegex(@"\A(?:sidenote|side_note|system_prompt|conversation(?:_history)?|chat_history|full_context|previous_messages|model_name|chain_of_thought|reasoning_trace|feedback_to_server)\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Traps();
}
