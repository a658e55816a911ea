namespace Harombe.Benchmarks.Scanning;

/// <summary>Texts of exactly a thousand characters that hold no secret, of the sorts that pass the scanner all day.</summary>
internal static class CleanTexts
{
    private const int Length = 1000;

    public static IReadOnlyList<(string Name, string Text)> All { get; } =
    [
        ("prose", Repeat(
            "The agent reads the file, looks at the third paragraph and writes a short answer. Nobody has to wait for it: when the tool takes long, the turn goes on "
            + "in the background and the answer arrives as soon as it is there. What was asked and what was done stands in the record, in the order in which it happened. ")),
        ("code", Repeat(
            "public async ValueTask<Turn?> FindTurnAsync(TurnId id, CancellationToken cancellationToken)\n{\n    await using var command = connection.CreateCommand();\n"
            + "    command.CommandText = \"SELECT state, started FROM turns WHERE id = $id\";\n    command.Parameters.AddWithValue(\"$id\", id.Value);\n    return await ReadAsync(command, cancellationToken);\n}\n\n")),
        ("JSON", Repeat(
            "{\"id\":4211,\"name\":\"quarterly report\",\"size\":18233,\"tags\":[\"finance\",\"draft\"],\"modified\":\"2026-03-04T10:22:31Z\",\"owner\":{\"name\":\"Ada\",\"mail\":\"ada@example.test\"},\"shared\":true},\n")),
        ("log", Repeat(
            "2026-03-04T10:22:31.482Z info: Harombe.Agent.Chat.TurnLoop[12] Turn 01HV3Z finished after 1,284 ms, 3 tool calls, 2,211 tokens in, 418 tokens out, model claude-sonnet\n")),
        ("German", Repeat(
            "Die Agentin öffnet die Datei, prüft den dritten Absatz und schreibt eine kurze Antwort; müßig wäre es, länger zu warten. Größere Änderungen stehen im Protokoll. ")),
        ("digests", Repeat(
            "\"node_modules/left\": {\"version\": \"1.3.0\", \"resolved\": \"https://registry.example.test/left/-/left-1.3.0.tgz\", \"integrity\": "
            + "\"sha512-XI5MPzVNApjAyhQzphX8BkmKsKUxD4LdyK24iZeQGinBN9yTQT3bFlCBy/aVx2HrNcqQGsdot8ghrjyrvMCoEA==\"},\n")),
    ];

    private static string Repeat(string text) => string.Concat(Enumerable.Repeat(text, (Length / text.Length) + 1))[..Length];
}
