using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Harombe.Core.Secrets;

namespace Harombe.Gateway.Upstreams.Entries;

/// <summary>The members of one JSON object, each read once by its type; what nobody asked for is a fault.</summary>
internal sealed class EntryFields(JsonElement form, ICollection<EntryFault> faults, string path = "")
{
    private static readonly (string Unit, TimeSpan Size)[] Units =
        [("ms", TimeSpan.FromMilliseconds(1)), ("s", TimeSpan.FromSeconds(1)), ("m", TimeSpan.FromMinutes(1)), ("h", TimeSpan.FromHours(1)), ("d", TimeSpan.FromDays(1))];

    private readonly HashSet<string> asked = new(StringComparer.Ordinal);

    public void Fault(string name, string reason, string remedy) => faults.Add(new EntryFault(name.Length == 0 ? path : $"{path}.{name}", reason, remedy));

    public string? Text(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 and <= 4096 } text && !text.Any(char.IsControl))
        {
            return text;
        }

        Fault(name, "must be a text of one line", "Put it in quotes, in one line");
        return null;
    }

    public string Choice(string name, params string[] words)
    {
        if (Text(name) is not { } text || words.Contains(text, StringComparer.Ordinal))
        {
            return Find(name) is { ValueKind: JsonValueKind.String } given ? given.GetString() ?? words[0] : words[0];
        }

        Fault(name, "has no such value", $"Choose one of {string.Join(", ", words.Where(word => word.Length > 0))}");
        return words[0];
    }

    public bool Flag(string name, bool usual)
    {
        if (Find(name) is { ValueKind: not (JsonValueKind.True or JsonValueKind.False) })
        {
            Fault(name, "must be true or false", "Write true or false");
        }

        return Find(name) is { ValueKind: JsonValueKind.True } || (Find(name) is null && usual);
    }

    public int Number(string name, int usual, int least, int most)
    {
        if (Find(name) is not { } value)
        {
            return usual;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most)
        {
            return number;
        }

        Fault(name, "is out of range", string.Create(CultureInfo.InvariantCulture, $"Write a whole number from {least} to {most}"));
        return usual;
    }

    public TimeSpan Time(string name, TimeSpan usual, TimeSpan least, TimeSpan most)
    {
        if (Text(name) is not { } text)
        {
            return usual;
        }

        foreach (var (unit, size) in Units)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal)
                && int.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && size * number is var time && time >= least && time <= most)
            {
                return time;
            }
        }

        Fault(name, "is no time of the allowed length", $"Write it as in 500ms, 30s, 5m or 1h, from {least:c} to {most:c}");
        return usual;
    }

    public ImmutableArray<string> Texts(string name)
    {
        if (Find(name) is not { } value)
        {
            return [];
        }

        if (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().Select(Item).ToList() is var items && items.All(item => item is not null))
        {
            return [.. items.OfType<string>()];
        }

        Fault(name, "must be a list of texts", "Write one \"- value\" per line, or [value, value]");
        return [];
    }

    /// <summary>Names with a value each, which is written out or is <c>secret://…</c>.</summary>
    public ImmutableSortedDictionary<string, WrittenValue> Values(string name, Func<string, bool> isName, string what, bool bearer)
    {
        var values = ImmutableSortedDictionary.CreateBuilder<string, WrittenValue>(bearer ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        foreach (var member in Members(name))
        {
            var text = Item(member.Value) ?? "";
            var before = bearer && text.StartsWith("Bearer secret://", StringComparison.Ordinal) ? "Bearer " : "";
            if (!isName(member.Name) || Item(member.Value) is null || values.ContainsKey(member.Name))
            {
                Fault($"{name}.{member.Name}", $"is not {what} with one value", "Write NAME: value, once, or NAME: secret://name");
            }
            else if (!text[before.Length..].StartsWith("secret://", StringComparison.Ordinal))
            {
                values[member.Name] = new WrittenValue(text, null);
            }
            else if (SecretName.TryParse(text[before.Length..], out var secret))
            {
                values[member.Name] = new WrittenValue(null, secret, before);
            }
            else
            {
                Fault($"{name}.{member.Name}", "has an unusable secret name", "Use lower-case letters, digits, '_', '-', '.' and '/', as in secret://github/token");
            }
        }

        return values.ToImmutable();
    }

    public IEnumerable<(string Name, EntryFields Fields)> Groups(string name)
    {
        foreach (var member in Members(name))
        {
            if (member.Value.ValueKind == JsonValueKind.Object)
            {
                yield return (member.Name, new EntryFields(member.Value, faults, $"{path}.{name}.{member.Name}"));
            }
            else
            {
                Fault($"{name}.{member.Name}", "must be a group of keys", "Write { risk: high }, for example");
            }
        }
    }

    /// <summary>Reports what nobody asked for.</summary>
    public void Rest()
    {
        foreach (var member in form.EnumerateObject().Where(member => !asked.Contains(member.Name)))
        {
            Fault(member.Name, "is not a known key", $"Remove it; the keys here are {string.Join(", ", asked)}");
        }
    }

    private List<JsonProperty> Members(string name)
    {
        if (Find(name) is not { } value)
        {
            return [];
        }

        if (value.ValueKind == JsonValueKind.Object)
        {
            return [.. value.EnumerateObject()];
        }

        Fault(name, "must be a group of keys", "Indent NAME: value lines below it");
        return [];
    }

    private JsonElement? Find(string name)
    {
        asked.Add(name);
        return form.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    // A number or a boolean is what somebody means who writes PORT: 8080 into an environment.
    private static string? Item(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String when value.GetString() is { Length: <= 8192 } text && !text.Any(c => char.IsControl(c) && c is not '\t') => text,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };
}
