using System.Text;
using System.Text.Json;
using Harombe.Core.Tools;

namespace Harombe.Gateway.Endpoint.Finding;

/// <summary>
/// Finds tools by words: BM25 over names, descriptions and the names of arguments. A name counts more than a description. Built once for a snapshot of
/// the catalogue; immutable.
/// </summary>
internal sealed class ToolIndex
{
    private const double K = 1.2;
    private const double B = 0.6;
    private const int OfName = 3;

    private static readonly HashSet<string> Empty = new(StringComparer.Ordinal)
    {
        "a", "an", "and", "are", "as", "at", "be", "by", "can", "do", "for", "from", "how", "i", "in", "is", "it", "me", "my", "of", "on", "or", "please", "some", "that", "the", "this", "to", "tool", "want", "what", "with", "you",
    };

    private readonly ToolDefinition[] tools;
    private readonly int[] lengths;
    private readonly double average;
    private readonly Dictionary<string, List<(int Tool, int Count)>> postings = new(StringComparer.Ordinal);

    public ToolIndex(IEnumerable<ToolDefinition> definitions)
    {
        tools = [.. definitions];
        lengths = new int[tools.Length];
        for (var i = 0; i < tools.Length; i++)
        {
            var counts = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var (word, weight) in Words(tools[i].Name.Value).Select(word => (word, OfName))
                .Concat(Words(tools[i].Description).Select(word => (word, 1))).Concat(Arguments(tools[i].InputSchema).SelectMany(Words).Select(word => (word, 1))))
            {
                counts[word] = counts.GetValueOrDefault(word) + weight;
                lengths[i] += weight;
            }

            foreach (var (word, count) in counts)
            {
                (postings.TryGetValue(word, out var known) ? known : postings[word] = []).Add((i, count));
            }
        }

        average = Math.Max(1, lengths.DefaultIfEmpty(1).Average());
    }

    /// <summary>The best fitting tools of those that are meant, best first; none that shares no word.</summary>
    public IReadOnlyList<ToolDefinition> Find(string query, int most, Func<ToolDefinition, bool> isMeant)
    {
        var scores = new Dictionary<int, double>();
        foreach (var word in Words(query).Distinct())
        {
            if (!postings.TryGetValue(word, out var known))
            {
                continue;
            }

            var rarity = Math.Log(1 + ((tools.Length - known.Count + 0.5) / (known.Count + 0.5)));
            foreach (var (tool, count) in known)
            {
                scores[tool] = scores.GetValueOrDefault(tool) + (rarity * count * (K + 1) / (count + (K * (1 - B + (B * lengths[tool] / average)))));
            }
        }

        return [.. scores.Where(score => isMeant(tools[score.Key])).OrderByDescending(score => score.Value).ThenBy(score => tools[score.Key].Name.Value, StringComparer.Ordinal).Take(most).Select(score => tools[score.Key])];
    }

    // camelCase, snake_case and sentences alike; plurals and the usual endings go, so that "creating issues" finds create_issue.
    private static IEnumerable<string> Words(string text)
    {
        var word = new StringBuilder();
        for (var i = 0; i <= text.Length; i++)
        {
            var c = i < text.Length ? text[i] : ' ';
            var begins = char.IsUpper(c) && i > 0 && char.IsLower(text[i - 1]);
            if ((!char.IsLetterOrDigit(c) || begins) && word.Length > 0)
            {
                if (word.ToString().ToLowerInvariant() is var whole && !Empty.Contains(whole))
                {
                    yield return Stem(whole);
                }

                word.Clear();
            }

            if (char.IsLetterOrDigit(c))
            {
                word.Append(c);
            }
        }
    }

    private static string Stem(string word)
    {
        var stem = word switch
        {
            { Length: > 5 } when word.EndsWith("ing", StringComparison.Ordinal) => word[..^3],
            { Length: > 4 } when word.EndsWith("ies", StringComparison.Ordinal) => word[..^3] + "y",
            { Length: > 4 } when word.EndsWith("ed", StringComparison.Ordinal) => word[..^2],
            { Length: > 4 } when word.EndsWith("sses", StringComparison.Ordinal) || word.EndsWith("xes", StringComparison.Ordinal) || word.EndsWith("ches", StringComparison.Ordinal) => word[..^2],
            { Length: > 3 } when word[^1] == 's' && word[^2] != 's' => word[..^1],
            _ => word,
        };
        return stem.Length > 3 && stem[^1] == 'e' ? stem[..^1] : stem;
    }

    private static IEnumerable<string> Arguments(JsonElement schema) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object
            ? properties.EnumerateObject().Select(property => property.Name)
            : [];
}
