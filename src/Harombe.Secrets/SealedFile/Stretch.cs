using System.Buffers.Binary;
using System.Security.Cryptography;
using NSec.Cryptography;

namespace Harombe.Secrets.SealedFile;

/// <summary>
/// How a passphrase becomes a key: Argon2id (RFC 9106) with a salt of the file's own. The figures stand in the file, so that they can grow without
/// anybody losing theirs.
/// </summary>
/// <param name="Salt">16 random bytes.</param>
/// <param name="Memory">In KiB.</param>
/// <param name="Passes">How often the memory is gone over.</param>
internal sealed record Stretch(byte[] Salt, int Memory, int Passes)
{
    /// <summary>Its length in a file: salt, memory, passes.</summary>
    public const int Length = SaltLength + 8;

    private const int SaltLength = 16;

    // RFC 9106's second recommendation, for where 2 GiB are too much: 64 MiB, three passes.
    private const int UsualMemory = 64 * 1024;
    private const int UsualPasses = 3;

    // Somebody who may write the file must not be able to take all memory or time with it.
    private const int MostMemory = 1024 * 1024;
    private const int MostPasses = 16;

    /// <summary>A fresh one.</summary>
    public static Stretch Create() => new(RandomNumberGenerator.GetBytes(SaltLength), UsualMemory, UsualPasses);

    /// <summary>Reads one; null when its figures are out of all proportion.</summary>
    public static Stretch? Read(ReadOnlySpan<byte> bytes)
    {
        var memory = BinaryPrimitives.ReadInt32BigEndian(bytes[SaltLength..]);
        var passes = BinaryPrimitives.ReadInt32BigEndian(bytes[(SaltLength + 4)..]);
        return memory is < 8 or > MostMemory || passes is < 1 or > MostPasses ? null : new Stretch(bytes[..SaltLength].ToArray(), memory, passes);
    }

    public void Write(Span<byte> bytes)
    {
        Salt.CopyTo(bytes);
        BinaryPrimitives.WriteInt32BigEndian(bytes[SaltLength..], Memory);
        BinaryPrimitives.WriteInt32BigEndian(bytes[(SaltLength + 4)..], Passes);
    }

    /// <summary>The key. Takes a tenth of a second or more, as it should.</summary>
    public SealedFileKey Key(ReadOnlySpan<byte> passphrase)
    {
        var bytes = GC.AllocateArray<byte>(SealedFileKey.Length, pinned: true);
        var argon = PasswordBasedKeyDerivationAlgorithm.Argon2id(new Argon2Parameters { DegreeOfParallelism = 1, MemorySize = Memory, NumberOfPasses = Passes });
        argon.DeriveBytes(passphrase, Salt, bytes);
        return new SealedFileKey(bytes, this);
    }

    public bool Equals(Stretch? other) => other is not null && Memory == other.Memory && Passes == other.Passes && Salt.AsSpan().SequenceEqual(other.Salt);

    public override int GetHashCode() => BinaryPrimitives.ReadInt32LittleEndian(Salt);
}
