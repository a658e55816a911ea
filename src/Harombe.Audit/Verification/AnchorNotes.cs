using Harombe.Audit.Checkpoints;

namespace Harombe.Audit.Verification;

/// <summary>Reads a file that checkpoints were appended to, one after another.</summary>
internal static class AnchorNotes
{
    /// <summary>The notes; null when the text holds anything that is no signed checkpoint.</summary>
    public static List<(SignedNote Note, Checkpoint Checkpoint)>? Read(string text)
    {
        var notes = new List<(SignedNote, Checkpoint)>();
        var lines = text.Split('\n');
        for (var at = 0; at < lines.Length - 1;)
        {
            var begin = at;
            while (at < lines.Length && lines[at].Length > 0)
            {
                at++;
            }

            at++;
            while (at < lines.Length && lines[at].StartsWith("— ", StringComparison.Ordinal))
            {
                at++;
            }

            var note = at > lines.Length ? "" : string.Join('\n', lines[begin..at]) + "\n";
            if (!SignedNote.TryParse(note, out var parsed) || !Checkpoint.TryParse(parsed.Text, out var checkpoint))
            {
                return null;
            }

            notes.Add((parsed, checkpoint));
        }

        return notes;
    }
}
