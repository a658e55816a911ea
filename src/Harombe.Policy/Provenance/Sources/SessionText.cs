using System.Runtime.InteropServices;
using Harombe.Core.Labels;
using Harombe.Policy.Provenance.Text;

namespace Harombe.Policy.Provenance.Sources;

/// <summary>
/// Everything that a session has seen, indexed by word and by address, so that tracing a value costs a few look-ups however long the session is.
/// Grows at the end only. Not thread-safe: one call of a session is traced at a time.
/// </summary>
internal sealed class SessionText
{
    // Longer values are known by their first words; more places than these are as good as none. Both bound what one look-up can cost.
    private const int MostWords = 256;
    private const int MostPlaces = 4096;
    private const int MostAsides = 64 * 1024;

    private readonly Dictionary<string, int> vocabulary = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup;
    private readonly List<List<int>> places = [];
    private readonly List<int> words = [];
    private readonly List<Layer> layers = [];
    private readonly Dictionary<Entity, List<Layer>> addresses = [];
    private readonly Dictionary<string, List<Layer>> domains = new(StringComparer.Ordinal);
    private readonly List<Source> sources = [];
    private int asideLength;

    public SessionText() => lookup = vocabulary.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>What the user has written, one after the other, without what was said by the way.</summary>
    public List<string> Prompts { get; } = [];

    /// <summary>What the user has said by the way, folded.</summary>
    public List<string> Asides { get; } = [];

    /// <summary>The sources in the order in which the session saw them.</summary>
    public IReadOnlyList<Source> Sources => sources;

    /// <summary>Whether anything but the user has spoken.</summary>
    public bool HasResults { get; private set; }

    /// <summary>Whether any of it can have been written by anybody.</summary>
    public bool ReadsOutside { get => field || Faded.Any(faded => faded.ReadsOutside); private set; }

    /// <summary>Whether more was read than is in here.</summary>
    public bool HasGaps { get; set; }

    /// <summary>Whether any of it is not for everybody.</summary>
    public bool ReadPrivate { get => field || Faded.Any(faded => faded.ReadPrivate); private set; }

    /// <summary>What was read before all of this, as far as it is still known.</summary>
    public IReadOnlyList<FadedText> Faded { get; set; } = [];

    /// <summary>Whether a result carried instructions aimed at the model.</summary>
    public bool IsMarked { get; private set; }

    public void AddPrompt(string text)
    {
        var source = new Source(null, marked: false);
        sources.Add(source);
        var (prompt, asides) = Intent.Asides.Cut(text);
        Prompts.Add(prompt);
        Index(new Field(source, new Record(null), "", FieldNature.Prompt, prompt), Fold.Plain(prompt), disguised: false);
        foreach (var aside in asides.TakeWhile(aside => (asideLength += aside.Length) <= MostAsides))
        {
            Asides.Add(Fold.Plain(aside));
        }
    }

    /// <param name="call">The call whose result it is.</param>
    /// <param name="text">The result, or a part of it.</param>
    /// <param name="label">The label that it came with; null where only its tool tells.</param>
    public void AddResult(SourceCall call, string text, Label? label = null)
    {
        var source = new Source(call, InstructionMarks.Carries(text), label);
        sources.Add(source);
        HasResults |= !call.Profile.IsInert && text.Length > 0;
        ReadsOutside |= source.IsOutside && text.Length > 0;
        ReadPrivate |= source.IsPrivate && text.Length > 0;
        IsMarked |= source.Marked;
        foreach (var field in ResultFields.Of(source, text))
        {
            source.Add(field.Record);
            var plain = Fold.Plain(field.Value);
            Index(field, plain, disguised: false);
            if (Fold.Seen(field.Value) is var seen && seen != plain)
            {
                Index(field, seen, disguised: true);
            }

            foreach (var decoded in Disguises.Decode(field.Value))
            {
                Index(field, Fold.Seen(decoded), disguised: true);
            }
        }
    }

    /// <summary>The fields in which the value stands, word for word, whatever stands between the words.</summary>
    /// <param name="folded">The value, folded.</param>
    /// <param name="disguised">Whether places count where it stands in disguise.</param>
    public IEnumerable<Field> Holding(string folded, bool disguised)
    {
        var spans = Words.Of(folded.AsSpan(0, Math.Min(folded.Length, MostWords * 64)));
        if (spans.Count > MostWords)
        {
            spans.RemoveRange(MostWords, spans.Count - MostWords);
        }

        if (spans.Count == 0)
        {
            yield break;
        }

        var wanted = new int[spans.Count];
        var rarest = -1;
        for (var i = 0; i < spans.Count; i++)
        {
            if (!lookup.TryGetValue(folded.AsSpan(spans[i].Start, spans[i].Length), out wanted[i]))
            {
                yield break;
            }

            rarest = rarest < 0 || places[wanted[i]].Count < places[wanted[rarest]].Count ? i : rarest;
        }

        Layer? last = null;
        foreach (var place in places[wanted[rarest]].Take(MostPlaces))
        {
            var start = place - rarest;
            if (start >= 0 && start + wanted.Length <= words.Count && Stands(start, wanted)
                && LayerAt(start) is var layer && layer != last && start + wanted.Length <= layer.End && (disguised || !layer.Disguised))
            {
                last = layer;
                yield return layer.Field;
            }
        }
    }

    /// <summary>The fields in which the address stands, in whatever form it is written there.</summary>
    public IEnumerable<Field> Holding(Entity address, bool disguised) => addresses.TryGetValue(address, out var found)
        ? found.Where(layer => disguised || !layer.Disguised).Select(layer => layer.Field)
        : [];

    /// <summary>The fields in which an address of a domain or host stands.</summary>
    public IEnumerable<Field> HoldingDomain(string domain) => domains.GetValueOrDefault(domain)?.Select(layer => layer.Field) ?? [];

    /// <summary>Every address of one kind with the fields it stands in.</summary>
    public IEnumerable<(Entity Address, Field Field)> Addresses(EntityKind kind) =>
        addresses.Where(pair => pair.Key.Kind == kind).SelectMany(pair => pair.Value.Select(layer => (pair.Key, layer.Field)));

    /// <summary>Whether a word stands anywhere.</summary>
    public bool Knows(ReadOnlySpan<char> folded) => lookup.ContainsKey(folded);

    private void Index(Field field, string folded, bool disguised)
    {
        var start = words.Count;
        foreach (var span in Words.Of(folded))
        {
            ref var word = ref CollectionsMarshal.GetValueRefOrAddDefault(lookup, folded.AsSpan(span.Start, span.Length), out var known);
            if (!known)
            {
                word = places.Count;
                places.Add([]);
            }

            places[word].Add(words.Count);
            words.Add(word);
        }

        var layer = new Layer(field, start, words.Count, disguised);
        layers.Add(layer);
        foreach (var address in field.Nature == FieldNature.Prompt ? Entities.In(folded) : Entities.InSpelled(folded))
        {
            (CollectionsMarshal.GetValueRefOrAddDefault(addresses, address, out _) ??= []).Add(layer);
            if (FadedText.DomainOf(address) is { } domain)
            {
                (CollectionsMarshal.GetValueRefOrAddDefault(domains, domain, out _) ??= []).Add(layer);
            }
        }
    }

    private bool Stands(int start, int[] wanted) => CollectionsMarshal.AsSpan(words).Slice(start, wanted.Length).SequenceEqual(wanted);

    private Layer LayerAt(int place)
    {
        var (low, high) = (0, layers.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = layers[middle].Start <= place ? (middle, high) : (low, middle - 1);
        }

        return layers[low];
    }

    private sealed record Layer(Field Field, int Start, int End, bool Disguised);
}
