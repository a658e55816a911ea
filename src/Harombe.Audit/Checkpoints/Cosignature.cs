using System.Buffers.Binary;
using System.Text;

namespace Harombe.Audit.Checkpoints;

/// <summary>
/// A witness's word that it has seen this checkpoint and that it grew out of those it saw before: C2SP tlog-cosignature, Ed25519 form.
/// </summary>
internal static class Cosignature
{
    private const int TimeLength = 8;

    /// <summary>The message that a witness signs.</summary>
    public static byte[] Message(string text, ulong time) => Encoding.UTF8.GetBytes($"cosignature/v1\ntime {time}\n{text}");

    public static NoteSignature Sign(SigningKey witness, string text, DateTimeOffset now)
    {
        var time = (ulong)now.ToUnixTimeSeconds();
        var bytes = new byte[TimeLength + 64];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, time);
        witness.Sign(Message(text, time)).CopyTo(bytes, TimeLength);
        return new NoteSignature(witness.Verifier.Name, witness.Verifier.Id, bytes);
    }

    /// <summary>When the witness cosigned the note; null when it didn't, or its signature is bad.</summary>
    public static DateTimeOffset? TimeOf(SignedNote note, VerifierKey witness)
    {
        foreach (var signature in note.Signatures.Where(signature => signature.Name == witness.Name && signature.Id == witness.Id && signature.Bytes.Length > TimeLength))
        {
            var time = BinaryPrimitives.ReadUInt64BigEndian(signature.Bytes.Span);
            if (time <= 253_402_300_799 && witness.Verify(Message(note.Text, time), signature.Bytes.Span[TimeLength..]))
            {
                return DateTimeOffset.FromUnixTimeSeconds((long)time);
            }
        }

        return null;
    }
}
