using System.Buffers;
using Harombe.Core.Secrets;

namespace Harombe.Secrets.Scanning.Formats;

/// <summary>Whether a value is what already stands in a secret's place. Redacting that again would cut egress off from the real one.</summary>
internal static class OwnPlaceholder
{
    private const int Digits = 24;
    private static readonly SearchValues<char> InKinds = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz -");

    public static bool Is(ReadOnlySpan<char> value) =>
        // Exactly one of ours: a prefix that excused whatever follows it would be a way out for secrets.
        (value.StartsWith(Placeholder.Prefix) && value.Length == Placeholder.Prefix.Length + Digits
            && Alphabets.Run(value, Placeholder.Prefix.Length, Alphabets.Hex, Digits) == Digits)
        || (value.StartsWith("⟦") && value.EndsWith("⟧") && !value[1..^1].ContainsAny('⟦', '⟧') && SecretName.TryParse(value[1..^1].ToString(), out _))
        || (value.StartsWith("[redacted: ") && value.EndsWith("]") && !value["[redacted: ".Length..^1].ContainsAnyExcept(InKinds));
}
