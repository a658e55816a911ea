using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Harombe.Audit.Merkle;

namespace Harombe.Audit.Checkpoints;

/// <summary>That one entry is in the log, in one file which needs nothing else: C2SP tlog-proof.</summary>
/// <param name="Index">Which entry.</param>
/// <param name="Path">The hashes from the leaf's sibling up.</param>
/// <param name="Note">The checkpoint that the path leads to.</param>
internal sealed record TlogProof(long Index, IReadOnlyList<byte[]> Path, SignedNote Note)
{
    private const string First = "c2sp.org/tlog-proof@v1";

    /// <summary>Reads a proof. Extra data is read over: nothing vouches for it.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out TlogProof? proof)
    {
        proof = null;
        var blank = text?.IndexOf("\n\n", StringComparison.Ordinal) ?? -1;
        if (text is null || blank < 0 || !SignedNote.TryParse(text[(blank + 2)..], out var note))
        {
            return false;
        }

        var lines = text[..blank].Split('\n').ToList();
        if (lines.Count > 1 && lines[1].StartsWith("extra ", StringComparison.Ordinal))
        {
            lines.RemoveAt(1);
        }

        if (lines.Count < 2 || lines.Count > 2 + 63 || lines[0] != First
            || !lines[1].StartsWith("index ", StringComparison.Ordinal)
            || !long.TryParse(lines[1]["index ".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            || lines[1]["index ".Length..] != index.ToString(CultureInfo.InvariantCulture))
        {
            return false;
        }

        var path = new List<byte[]>();
        foreach (var line in lines.Skip(2))
        {
            var hash = new byte[LeafHash.Length + 3];
            if (!Convert.TryFromBase64String(line, hash, out var length) || length != LeafHash.Length)
            {
                return false;
            }

            path.Add(hash[..length]);
        }

        proof = new TlogProof(index, path, note);
        return true;
    }

    /// <summary>Whether the entry is where the proof says, under a checkpoint of this log that this key signed.</summary>
    public bool Proves(ReadOnlySpan<byte> entry, string origin, VerifierKey key) =>
        Note.IsSignedBy(key)
        && Checkpoint.TryParse(Note.Text, out var checkpoint)
        && checkpoint.Origin == origin
        && TreeProof.Includes(checkpoint.Head, Index, LeafHash.Of(entry), Path);

    public override string ToString()
    {
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"{First}\nindex {Index}\n"));
        foreach (var hash in Path)
        {
            text.Append(Convert.ToBase64String(hash)).Append('\n');
        }

        return text.Append('\n').Append(Note).ToString();
    }
}
