using System.Text.Json;

namespace Harombe.Core.Secrets;

/// <summary>Secrets that were found in one place, by kind. Not thread-safe.</summary>
internal sealed class SecretFindings
{
    private readonly SortedDictionary<string, int> kinds = new(StringComparer.Ordinal);

    /// <summary>Kinds, or display names of placeholders, with how many of each; empty exactly when there were none.</summary>
    public IReadOnlyDictionary<string, int> Kinds => kinds;

    /// <summary>Whether one of ours is among them.</summary>
    public bool IsOwn { get; private set; }

    public void Add(string kind) => kinds[kind] = kinds.GetValueOrDefault(kind) + 1;

    public void Add(IReadOnlyList<Finding> findings)
    {
        foreach (var finding in findings)
        {
            IsOwn |= finding.Placeholder is not null;
            Add(finding.Placeholder?.Display ?? finding.Kind);
        }
    }

    /// <summary>Adds what stands in JSON that was changed by redaction: at least one, though nothing of it may be one by itself.</summary>
    public void Add(ISecretScanner scanner, JsonElement json)
    {
        var before = kinds.Values.Sum();
        Search(scanner, json);
        if (kinds.Values.Sum() == before)
        {
            Add("a value that its name makes a secret");
        }
    }

    private void Search(ISecretScanner scanner, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    Add(scanner.Scan(member.Name));
                    Search(scanner, member.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    Search(scanner, item);
                }

                break;
            case JsonValueKind.String:
                Add(scanner.Scan(value.GetString()));
                break;
        }
    }
}
