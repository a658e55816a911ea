using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Harombe.Audit.Merkle;

namespace Harombe.Audit.Checkpoints;

/// <summary>The text of a C2SP tlog-checkpoint: whose log, how many entries, the hash over them. Written without extension lines; those of others are kept out.</summary>
/// <param name="Origin">Names the log.</param>
/// <param name="Head">Size and root.</param>
internal sealed record Checkpoint(string Origin, TreeHead Head)
{
    /// <summary>Reads the text of a note.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Checkpoint? checkpoint)
    {
        checkpoint = null;
        var lines = text.Split('\n');
        var root = new byte[LeafHash.Length + 3];
        if (lines.Length < 4
            || lines[^1].Length != 0
            || lines[..^1].Any(line => line.Length == 0)
            || !long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            || lines[1] != size.ToString(CultureInfo.InvariantCulture)
            || !Convert.TryFromBase64String(lines[2], root, out var length)
            || length != LeafHash.Length)
        {
            return false;
        }

        checkpoint = new Checkpoint(lines[0], new TreeHead(size, Convert.ToHexStringLower(root.AsSpan(0, length))));
        return true;
    }

    /// <summary>The text that is signed.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Head.Size}\n{Convert.ToBase64String(Convert.FromHexString(Head.Root))}\n");
}
