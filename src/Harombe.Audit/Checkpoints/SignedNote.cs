using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Harombe.Audit.Checkpoints;

/// <summary>
/// A text and the signatures under it, as C2SP signed-note writes them down. Nothing in the text counts before a signature of a known key was
/// verified. Immutable.
/// </summary>
/// <param name="Text">With its final newline.</param>
/// <param name="Signatures">At least one.</param>
internal sealed record SignedNote(string Text, IReadOnlyList<NoteSignature> Signatures)
{
    // The specification asks for at least 16; more than this is somebody's attempt.
    private const int MostSignatures = 64;
    private const int Longest = 1 << 20;

    public static SignedNote Sign(string text, params ReadOnlySpan<SigningKey> keys)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var signatures = new List<NoteSignature>();
        foreach (var key in keys)
        {
            signatures.Add(new NoteSignature(key.Verifier.Name, key.Verifier.Id, key.Sign(bytes)));
        }

        return new SignedNote(text, signatures);
    }

    public static bool TryParse(string? note, [NotNullWhen(true)] out SignedNote? parsed)
    {
        parsed = null;
        if (note is not { Length: > 0 and <= Longest } || note[^1] != '\n' || note.Any(c => c < ' ' && c != '\n'))
        {
            return false;
        }

        var split = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (split < 0)
        {
            return false;
        }

        var lines = note[(split + 2)..^1].Split('\n');
        var signatures = new List<NoteSignature>();
        foreach (var line in lines)
        {
            if (lines.Length > MostSignatures || !NoteSignature.TryParse(line, out var signature))
            {
                return false;
            }

            signatures.Add(signature);
        }

        parsed = new SignedNote(note[..(split + 1)], signatures);
        return true;
    }

    /// <summary>Whether a signature of this key is there and good. A bad one under its name and id spoils the note, whatever else is there.</summary>
    public bool IsSignedBy(VerifierKey key)
    {
        var own = Signatures.Where(signature => signature.Name == key.Name && signature.Id == key.Id).ToList();
        return own.Count > 0 && own.TrueForAll(signature => key.Verify(Encoding.UTF8.GetBytes(Text), signature.Bytes.Span));
    }

    public override string ToString() => $"{Text}\n{string.Concat(Signatures.Select(signature => signature + "\n"))}";
}

/// <summary>One signature line: <c>— name base64(id || signature)</c>.</summary>
internal sealed record NoteSignature(string Name, uint Id, ReadOnlyMemory<byte> Bytes)
{
    private const string Dash = "— ";

    public static bool TryParse(string line, [NotNullWhen(true)] out NoteSignature? signature)
    {
        signature = null;
        var parts = line.StartsWith(Dash, StringComparison.Ordinal) ? line[Dash.Length..].Split(' ') : [];
        var bytes = new byte[line.Length];
        if (parts.Length != 2 || !VerifierKey.IsName(parts[0]) || !Convert.TryFromBase64String(parts[1], bytes, out var length) || length < 5)
        {
            return false;
        }

        signature = new NoteSignature(parts[0], BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes.AsMemory(4, length - 4));
        return true;
    }

    public override string ToString()
    {
        var bytes = new byte[4 + Bytes.Length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, Id);
        Bytes.CopyTo(bytes.AsMemory(4));
        return $"{Dash}{Name} {Convert.ToBase64String(bytes)}";
    }
}
