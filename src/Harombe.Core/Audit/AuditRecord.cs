namespace Harombe.Core.Audit;

/// <summary>One entry as stored.</summary>
/// <param name="Sequence">From 0, without gaps.</param>
/// <param name="Bytes">Canonical JSON, UTF-8; empty when the body was erased.</param>
/// <param name="LeafHash">RFC 6962 leaf hash of <paramref name="Bytes"/>: SHA-256 over a zero byte and the entry.</param>
public sealed record AuditRecord(long Sequence, ReadOnlyMemory<byte> Bytes, ReadOnlyMemory<byte> LeafHash);

/// <summary>Which entries to read. Every filter that is given must hold.</summary>
/// <param name="After">Only those with a larger sequence number; with <paramref name="NewestFirst"/>, a smaller one.</param>
/// <param name="Limit">At most so many.</param>
/// <param name="NewestFirst">Walks backwards.</param>
/// <param name="Kind">Only this kind, or, ending in a dot, this family of kinds.</param>
/// <param name="Call">Only of this call.</param>
public sealed record AuditQuery(long? After, int Limit, bool NewestFirst, string? Kind = null, Calls.CallId? Call = null)
{
    /// <summary>Only from this time on.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only before this time.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Only of this principal.</summary>
    public string? Principal { get; init; }

    /// <summary>Only of this session.</summary>
    public string? Session { get; init; }

    /// <summary>Only of this tool, or, ending in a dot, of tools whose names begin so.</summary>
    public string? Tool { get; init; }

    /// <summary>Only with this verdict: <c>allow</c>, <c>ask</c> or <c>deny</c>.</summary>
    public string? Verdict { get; init; }

    /// <summary>Only those that contain this text, byte for byte, in their canonical form.</summary>
    public string? Text { get; init; }
}
