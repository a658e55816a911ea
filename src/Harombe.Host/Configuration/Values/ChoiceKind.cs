namespace Harombe.Host.Configuration.Values;

/// <summary>One of a few words. A word that is promised but not built says so; a word that is refused for a reason says which.</summary>
internal sealed class ChoiceKind(params string[] words) : ValueKind
{
    /// <summary>Words of a capability that isn't there, and what it is.</summary>
    public IReadOnlyDictionary<string, NotYet> Coming { get; init; } = new Dictionary<string, NotYet>();

    /// <summary>Words that will never be accepted: the reason and the remedy.</summary>
    public IReadOnlyDictionary<string, (string Reason, string Remedy)> Never { get; init; } = new Dictionary<string, (string, string)>();

    public override string Name => "enum";

    public override string Range => string.Join(", ", words);

    public override Reading Read(Written written)
    {
        var text = written.Text;
        if (words.Contains(text, StringComparer.Ordinal)) return Reading.Of(text);
        if (Never.TryGetValue(text.ToLowerInvariant(), out var never)) return new Reading.Rejected(FaultKind.Conflict, never.Reason, never.Remedy);
        if (Coming.TryGetValue(text, out var coming)) return new Reading.Rejected(FaultKind.NotYet, coming.Reason, coming.Remedy);
        var remedy = words.Length == 1 ? $"Write {words[0]}" : $"Choose one of {Range}";
        return Reading.Outside(
            $"has no value {Shown.Value(text)}",
            NearestName.Of(text, words) is { } near && words.Length > 1 ? $"Did you mean {near}? {remedy}" : remedy);
    }

    public override string Show(object value) => (string)value;
}
