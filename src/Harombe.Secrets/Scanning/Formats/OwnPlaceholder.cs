using System.Buffers;
using Harombe.Core.Secrets;

namespace Harombe.Secrets.Scanning.Formats;

/// <summary>Whether a value is what already stands in a secret's place. Redacting that again would cut egress off from the real one.</summary>
internal static class OwnPlaceholder
{
    private const string Redacted = "[redacted: ";
    private const int LongestKind = 60;

    private const int Digits = 24;
    private static readonly SearchValues<char> InKinds = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz -.");

    public static bool Is(ReadOnlySpan<char> value) =>
        // Exactly one of ours: a prefix that excused whatever follows it would be a way out for secrets.
        (value.StartsWith(Placeholder.Prefix) && value.Length == Placeholder.Prefix.Length + Digits
            && Alphabets.Run(value, Placeholder.Prefix.Length, Alphabets.Hex, Digits) == Digits)
        || (value.StartsWith("⟦") && value.EndsWith("⟧") && !value[1..^1].ContainsAny('⟦', '⟧') && SecretName.TryParse(value[1..^1].ToString(), out _))
        || (value.StartsWith("[redacted: ") && value.EndsWith("]") && !value["[redacted: ".Length..^1].ContainsAnyExcept(InKinds));

    /// <summary>Whether a place stands in what a redaction put there, such as <c>[redacted: labelled password]</c>: its words say nothing of what follows.</summary>
    public static bool IsAround(ReadOnlySpan<char> text, int at)
    {
        var from = Math.Max(0, at - LongestKind);
        var open = text[from..at].LastIndexOf(Redacted);
        if (open < 0)
        {
            return false;
        }

        // Whole, and made of the words of a kind: what only begins like one must not hide what follows.
        var rest = text[(from + open + Redacted.Length)..];
        var end = rest.IndexOfAnyExcept(InKinds);
        return end >= 0 && rest[end] == ']' && from + open + Redacted.Length + end >= at;
    }
}
