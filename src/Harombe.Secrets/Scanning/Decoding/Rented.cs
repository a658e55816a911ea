using System.Buffers;

namespace Harombe.Secrets.Scanning.Decoding;

/// <summary>Room for a moment; cleared when given back, since secrets may have stood in it.</summary>
internal readonly ref struct Rented<T>(int length) : IDisposable
    where T : struct
{
    private readonly T[] array = ArrayPool<T>.Shared.Rent(length);
    private readonly int length = length;

    public Span<T> Span => array.AsSpan(0, length);

    public void Dispose() => ArrayPool<T>.Shared.Return(array, clearArray: true);
}
