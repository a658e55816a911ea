using System.Collections.Frozen;
using System.Text.Json;
using Harombe.Policy.Provenance.Text;

namespace Harombe.Policy.Provenance.Tools;

/// <summary>
/// Tells what a parameter is for: by its schema (format, enum, type), then by the head noun of its description ("the IBAN of the recipient" is an
/// IBAN), then by its name. Names come last: they are the shortest and the least reliable.
/// </summary>
internal static class RoleWords
{
    private static readonly FrozenDictionary<string, ParameterRole> Nouns = Table(
        (ParameterRole.Destination, "recipient recipients to cc bcc email emails e-mail mail participant participants attendee attendees invitee invitees guest guests iban payee beneficiary url urls uri link href host hostname domain webhook endpoint channel channels phone mobile fax sip user users member members person people contact contacts colleague account accounts receiver target destination address addresses site website webpage page server collaborator collaborators assignee reviewer reviewers audience mailbox room chat group team wallet card subscriber subscribers username login handle followers owner organizer bic swift"),
        (ParameterRole.Identity, "id ids identifier uuid guid key file files filename filenames path paths folder directory event events transaction record document issue ticket reservation booking branch repository repo project name names hotel restaurant company airline flight number_of product item items order deal lead row table database resource object entity note task message_id thread attachment attachments service package image container instance sku ref slug commit tag book"),
        (ParameterRole.Credential, "password passwords passphrase secret token pin otp credential credentials passcode api_key apikey pwd"),
        (ParameterRole.Code, "command commands code script sql program expression shell cmd argv arguments args patch"),
        (ParameterRole.Amount, "amount amounts price sum quantity total count limit n number percentage budget cost size value max min maximum minimum rating offset page_size length duration"),
        (ParameterRole.Time, "date dates time datetime day days start end deadline month year when timestamp until due hour hours minute minutes week start_day end_day start_time end_time timezone begin"),
        (ParameterRole.Content, "body content contents subject title text message messages description comment comments summary note_text query keyword keywords caption topic feedback reply question details reason data payload html markdown review street first last first_name last_name nickname bio label labels headline agenda location city country model"),
        (ParameterRole.Choice, "permission permissions role status type mode format priority recurring flag whether level scope visibility option language sort state color currency"));

    // A description may be a question instead of a noun: "Whom to write to."
    private static readonly (string Word, ParameterRole Role)[] Asked =
        [("when ", ParameterRole.Time), ("who ", ParameterRole.Destination), ("whom ", ParameterRole.Destination), ("to whom ", ParameterRole.Destination), ("how ", ParameterRole.Amount), ("what ", ParameterRole.Content)];

    private static readonly FrozenSet<string> Prepositions = new[]
    {
        "of", "to", "for", "from", "in", "on", "at", "with", "by", "where", "which", "that", "who", "whom", "whose", "when", "into", "as", "is", "are", "should",
        "will", "must", "can", "used", "whether", "if", "if", "e", "i", "optional", "mandatory", "containing", "given", "being", "about", "via",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static ParameterRole Of(string name, JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return Named(name) ?? ParameterRole.Content;
        }

        var value = Essential(schema);
        var described = DescriptionOf(schema);
        return Text(value, "format") switch
        {
            "email" or "idn-email" or "uri" or "url" or "iri" or "hostname" or "idn-hostname" or "ipv4" or "ipv6" => ParameterRole.Destination,
            "date" or "date-time" or "time" or "duration" => ParameterRole.Time,
            "password" => ParameterRole.Credential,
            "uuid" => ParameterRole.Identity,
            _ when Text(value, "type") == "boolean" || value.TryGetProperty("enum", out _) || value.TryGetProperty("const", out _) => ParameterRole.Choice,
            _ => Described(described) ?? Named(name) ?? Named(Text(schema, "title") ?? "") ?? (Text(value, "type") is "number" or "integer" ? ParameterRole.Amount : ParameterRole.Content),
        };
    }

    public static bool IsPreposition(string word) => Prepositions.Contains(word);

    public static string DescriptionOf(JsonElement schema) => schema.ValueKind != JsonValueKind.Object ? ""
        : Text(schema, "description") ?? Text(Essential(schema), "description") ?? "";

    /// <summary>Whether the words before a value say that it is an address, an account or the like.</summary>
    public static bool NamesDestination(string sentence, string value)
    {
        var before = sentence[..Math.Max(0, sentence.IndexOf(value, StringComparison.Ordinal))];
        return Words.Of(before).TakeLast(5).Any(span => before.Substring(span.Start, span.Length) is var word && word.Length > 2
            && Nouns.TryGetValue(word, out var role) && role == ParameterRole.Destination);
    }

    // The last noun before the first preposition: that is the head. If that phrase has none ("list of addresses"), the next phrase is looked at.
    private static ParameterRole? Described(string description)
    {
        var sentence = description.ToLowerInvariant().TrimStart();
        if (Asked.FirstOrDefault(asked => sentence.StartsWith(asked.Word, StringComparison.Ordinal)) is { Word: not null } question)
        {
            return question.Role;
        }

        ParameterRole? found = null;
        var last = "";
        foreach (var span in Words.Of(sentence))
        {
            var word = sentence.Substring(span.Start, span.Length);
            if (Prepositions.Contains(word) || (span.Start > 0 && sentence[span.Start - 1] is '(' or '.' or ',' && found is not null))
            {
                if (found is not null)
                {
                    return found;
                }

                last = word;
                continue;
            }

            // "the list to update", "the user to add": after "to" stands a verb.
            if (last == "to" && Verbs.OfTool(word) != Effect.Unknown)
            {
                last = word;
                continue;
            }

            // "the number of the issue" is which one, "the number of issues" is how many.
            if (word is "number" or "no" && sentence[(span.Start + span.Length)..] is var rest && (rest.StartsWith(" of the ", StringComparison.Ordinal) || rest.StartsWith(" of a", StringComparison.Ordinal)))
            {
                return ParameterRole.Identity;
            }

            if (Nouns.TryGetValue(word, out var role) && !(word is "list" or "number" && found is null && sentence[(span.Start + span.Length)..].StartsWith(" of", StringComparison.Ordinal) && role != ParameterRole.Amount))
            {
                // A telephone number and an account number are no amounts.
                found = role == ParameterRole.Amount && found is not null ? found : role;
            }

            last = word;
        }

        return found;
    }

    private static ParameterRole? Named(string name)
    {
        var spaced = string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) && char.IsLower(name[i - 1]) ? $" {c}" : c is '_' or '-' or '.' ? " " : $"{c}")).ToLowerInvariant();
        if (Nouns.TryGetValue(spaced.Replace(' ', '_'), out var whole))
        {
            return whole;
        }

        ParameterRole? found = null;
        foreach (var word in spaced.Split(' '))
        {
            found = Nouns.TryGetValue(word, out var role) && !(role == ParameterRole.Amount && found is not null) ? role : found;
        }

        return found;
    }

    // Beneath the null of an optional parameter, and beneath a list.
    private static JsonElement Essential(JsonElement schema)
    {
        for (var depth = 0; depth < 4; depth++)
        {
            if (schema.TryGetProperty("anyOf", out var any) && any.ValueKind == JsonValueKind.Array
                && any.EnumerateArray().FirstOrDefault(one => one.ValueKind == JsonValueKind.Object && Text(one, "type") != "null") is { ValueKind: JsonValueKind.Object } some)
            {
                schema = some;
            }
            else if (schema.TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Object)
            {
                schema = items;
            }
            else
            {
                break;
            }
        }

        return schema;
    }

    private static string? Text(JsonElement schema, string key) =>
        schema.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static FrozenDictionary<string, ParameterRole> Table(params (ParameterRole Role, string Words)[] rows) =>
        rows.SelectMany(row => row.Words.Split(' ').Select(word => (word, row.Role))).GroupBy(pair => pair.word).ToFrozenDictionary(pairs => pairs.Key, pairs => pairs.First().Role, StringComparer.Ordinal);
}
