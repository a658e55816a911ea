using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Harombe.Audit.Merkle;

/// <summary>
/// The whole record in one line: how many entries, and the RFC 6962 hash over them. Whoever keeps one can later tell whether anything before it
/// was changed. Written as <c>size:hash</c>, the hash in lower-case hex.
/// </summary>
/// <param name="Size">How many entries.</param>
/// <param name="Root">The tree hash, in lower-case hex.</param>
public sealed record TreeHead(long Size, string Root)
{
    internal static TreeHead Of(CompactRange range) => new(range.Size, Convert.ToHexStringLower(range.Root()));

    /// <summary>Reads <c>size:hash</c>; false when it is not that.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out TreeHead? head)
    {
        head = null;
        var parts = text?.Split(':') ?? [];
        if (parts.Length != 2
            || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            || parts[1].Length != 2 * LeafHash.Length
            || !parts[1].All(char.IsAsciiHexDigit))
        {
            return false;
        }

        head = new TreeHead(size, parts[1].ToLowerInvariant());
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Size}:{Root}";
}
