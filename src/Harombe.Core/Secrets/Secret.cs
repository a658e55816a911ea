using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace Harombe.Core.Secrets;

/// <summary>
/// A credential in memory. It has no text, JSON or log form, and is zeroed when disposed. Not thread-safe: one user at a time.
/// </summary>
[JsonConverter(typeof(SecretJson))]
public sealed class Secret : IDisposable
{
    // Pinned, so that the collector leaves no copies of it behind when it compacts.
    private readonly byte[] value;
    private bool disposed;

    /// <summary>Takes the bytes (UTF-8) over by copying them; the caller zeroes its own.</summary>
    public Secret(ReadOnlySpan<byte> utf8)
    {
        value = GC.AllocateArray<byte>(utf8.Length, pinned: true);
        utf8.CopyTo(value);
    }

    /// <summary>The bytes, for the moment of use.</summary>
    /// <exception cref="ObjectDisposedException">The lease is over.</exception>
    public ReadOnlySpan<byte> Reveal()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        return value;
    }

    /// <summary>The value as text, for libraries that take nothing else. The copy can't be zeroed: prefer <see cref="Reveal"/>.</summary>
    /// <exception cref="ObjectDisposedException">The lease is over.</exception>
    public string RevealText() => Encoding.UTF8.GetString(Reveal());

    /// <summary>Whether the value is zeroed. A method: what takes objects apart for a log finds no property here.</summary>
    public bool IsOver() => disposed;

    /// <summary>Names the type and nothing of the value.</summary>
    public override string ToString() => "(secret)";

    /// <summary>Zeroes the value.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(value);
        disposed = true;
    }
}
