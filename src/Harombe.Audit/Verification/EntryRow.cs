namespace Harombe.Audit.Verification;

/// <summary>An entry as the file has it, unchecked, in the memory of its batch.</summary>
internal readonly ref struct EntryRow(long sequence, ReadOnlySpan<byte> kind, ReadOnlySpan<byte> call, ReadOnlySpan<byte> leaf, ReadOnlySpan<byte> body)
{
    public long Sequence { get; } = sequence;

    /// <summary>UTF-8.</summary>
    public ReadOnlySpan<byte> Kind { get; } = kind;

    /// <summary>UTF-8; empty for none.</summary>
    public ReadOnlySpan<byte> Call { get; } = call;

    public ReadOnlySpan<byte> Leaf { get; } = leaf;

    /// <summary>Empty when it is not there.</summary>
    public ReadOnlySpan<byte> Body { get; } = body;
}
