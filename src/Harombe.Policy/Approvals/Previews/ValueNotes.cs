using System.Globalization;
using System.Text;
using System.Text.Json;
using Harombe.Core.Secrets;
using Harombe.Policy.Approvals.Channels.Pages;
using Harombe.Policy.Provenance.Flow;
using Harombe.Policy.Provenance.Text;
using Harombe.Policy.Provenance.Tools;

namespace Harombe.Policy.Approvals.Previews;

/// <summary>What is to be said of single values: what they decode to, and which of their characters deceive. Bounded. Pure but for the scanner.</summary>
internal static class ValueNotes
{
    private const int Most = 20;
    private const int Longest = 500;

    public static IReadOnlyList<PreviewNote> Decoded(IReadOnlyList<Leaf> leaves, ISecretScanner scanner)
    {
        var notes = new List<PreviewNote>();
        foreach (var leaf in leaves)
        {
            foreach (var decoded in Disguises.Decode(leaf.Value).Concat(Json(leaf.Value)).Distinct().Take(3))
            {
                if (notes.Count == Most)
                {
                    return notes;
                }

                var (text, leftOut) = SeenText.Of(decoded, Longest, scanner);
                notes.Add(new PreviewNote(leaf.Path, text, leftOut));
            }
        }

        return notes;
    }

    public static IReadOnlyList<PreviewNote> Odd(IReadOnlyList<Leaf> leaves)
    {
        var notes = new List<PreviewNote>();
        foreach (var leaf in leaves)
        {
            var hidden = leaf.Value.EnumerateRunes().Where(rune => VisibleHtml.IsHidden(rune) && rune.Value is not ('\n' or '\r' or '\t')).ToList();
            if (hidden.Count > 0)
            {
                notes.Add(new PreviewNote(leaf.Path, $"{hidden.Count} characters that can't be seen: {Numbers(hidden)}"));
            }

            var foreign = leaf.Value.EnumerateRunes().Where(rune => rune.Value is (>= 0x370 and <= 0x52F) or (>= 0x1F00 and <= 0x1FFF) or (>= 0xFF01 and <= 0xFF5E) or (>= 0x1D400 and <= 0x1D7FF)).ToList();
            if (foreign.Count > 0 && leaf.Value.Any(char.IsAsciiLetter) && (leaf.Role is not ParameterRole.Content || !leaf.Value.Any(char.IsWhiteSpace)))
            {
                notes.Add(new PreviewNote(leaf.Path, $"{foreign.Count} letters of another alphabet among Latin ones, which may pass for them: {Numbers(foreign)}"));
            }

            if (notes.Count >= Most)
            {
                break;
            }
        }

        return notes;
    }

    private static string Numbers(IEnumerable<Rune> runes) => string.Join(", ", runes.Distinct().Take(8).Select(rune => string.Create(CultureInfo.InvariantCulture, $"U+{rune.Value:X4}")));

    // JSON within a text, laid out for reading.
    private static IEnumerable<string> Json(string text)
    {
        if (text.Length is < 2 or > 64 * 1024 || text.TrimStart() is not ['{' or '[', ..])
        {
            yield break;
        }

        string? laid = null;
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 32 });
            using var stream = new MemoryStream();
            using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
            {
                document.RootElement.WriteTo(writer);
            }

            laid = Encoding.UTF8.GetString(stream.ToArray());
        }
        catch (JsonException)
        {
            // Not JSON after all.
        }

        if (laid is not null)
        {
            yield return laid;
        }
    }
}
