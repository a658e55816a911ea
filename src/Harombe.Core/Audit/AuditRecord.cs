namespace Harombe.Core.Audit;

/// <summary>One entry as stored.</summary>
/// <param name="Sequence">From 0, without gaps.</param>
/// <param name="Bytes">Canonical JSON, UTF-8.</param>
/// <param name="LeafHash">RFC 6962 leaf hash of <paramref name="Bytes"/>: SHA-256 over a zero byte and the entry.</param>
public sealed record AuditRecord(long Sequence, ReadOnlyMemory<byte> Bytes, ReadOnlyMemory<byte> LeafHash);

/// <summary>Which entries to read.</summary>
/// <param name="After">Only those with a larger sequence number; with <paramref name="NewestFirst"/>, a smaller one.</param>
/// <param name="Limit">At most so many.</param>
/// <param name="NewestFirst">Walks backwards.</param>
/// <param name="Kind">Only this kind, or, ending in a dot, this family of kinds.</param>
/// <param name="Call">Only of this call.</param>
public sealed record AuditQuery(long? After, int Limit, bool NewestFirst, string? Kind = null, Calls.CallId? Call = null);
