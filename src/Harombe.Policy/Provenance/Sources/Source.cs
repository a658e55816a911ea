using System.Text.Json;
using Harombe.Core.Labels;
using Harombe.Policy.Provenance.Tools;

namespace Harombe.Policy.Provenance.Sources;

/// <summary>Where a piece of the session comes from: a prompt, or the result of a call.</summary>
/// <param name="call">The call whose result it is; null for a prompt.</param>
/// <param name="marked">Whether it carries instructions aimed at the model.</param>
/// <param name="label">The label that it came with; null where only its tool tells.</param>
internal sealed class Source(SourceCall? call, bool marked, Label? label = null)
{
    private readonly HashSet<Record> records = [];
    private Dictionary<string, int>? frequencies;

    public SourceCall? Call { get; } = call;

    public bool Marked { get; } = marked;

    /// <summary>Anybody in the world may have written all of it: a page of the web, not a store of the user's.</summary>
    public bool IsOutside => Call is { Profile: var profile } && (label is { } said ? said.Integrity < Integrity.Own : profile.ReadsOutside);

    /// <summary>Not everybody may know it. What a tool answers that only does something is no data that was read.</summary>
    public bool IsPrivate => Call is { Profile: var profile } && (profile.Effects == Effect.Unknown || profile.Has(Effect.Read | Effect.Fetch)) && (label is { } said ? said.Confidentiality < Confidentiality.Public : profile is { IsInert: false, ReadsOutside: false });

    public IReadOnlyCollection<Record> Records => records;

    public void Add(Record record)
    {
        records.Add(record);
        frequencies = null;
    }

    /// <summary>Whether a word tells some of its records from the others.</summary>
    public bool Distinguishes(string word) => records.Count == 1 || (frequencies ??= Count()).GetValueOrDefault(word) < records.Count;

    private Dictionary<string, int> Count() => records.SelectMany(record => record.Words).GroupBy(word => word, StringComparer.Ordinal)
        .ToDictionary(words => words.Key, words => words.Count(), StringComparer.Ordinal);
}

/// <summary>A call that returned something.</summary>
/// <param name="Tool">The tool's name, for people.</param>
/// <param name="Profile">What the tool does.</param>
/// <param name="Arguments">What it was asked.</param>
internal sealed record SourceCall(string Tool, ToolProfile Profile, JsonElement Arguments);
