using System.Text;

namespace Harombe.Core.Secrets;

/// <summary>
/// Takes secrets out of text that comes in pieces. A secret cut between two pieces would pass a scan of each, so the end of the text is held back as
/// far as the scanner says, and what was shown last stays in view: a label makes a secret of the value behind it. What comes out is what the redaction
/// of the whole text would show. Used by one stream; not thread-safe.
/// </summary>
public sealed class StreamedRedaction(ISecretScanner scanner)
{
    // Further than any label or first half of a pair stands from its secret.
    private const int Context = 1024;

    private string text = "";
    private int shown;

    /// <summary>Takes the next piece; returns what may be shown now.</summary>
    /// <exception cref="ArgumentNullException">There is no piece.</exception>
    public string Add(string piece)
    {
        ArgumentNullException.ThrowIfNull(piece);
        text += piece;
        var end = scanner.SettledLength(text, shown);
        return end > shown ? Show(end) : "";
    }

    /// <summary>What is left when the stream has ended.</summary>
    public string Flush() => Show(text.Length);

    private string Show(int end)
    {
        var clean = new StringBuilder(end - shown);
        var at = shown;
        foreach (var finding in scanner.Scan(text.AsSpan(0, end)))
        {
            var after = finding.Start + finding.Length;
            if (after > at)
            {
                clean.Append(text, at, Math.Max(0, finding.Start - at)).Append(Redaction.Of(finding));
                at = after;
            }
        }

        clean.Append(text, at, end - at);
        Forget(end);
        return clean.ToString();
    }

    // What was shown long ago, but for the head of the table whose rows still come.
    private void Forget(int end)
    {
        var kept = Math.Max(0, end - Context);
        var (start, length) = kept > 0 ? scanner.HeadOf(text.AsSpan(0, end)).GetOffsetAndLength(end) : default;
        if (length == 0 || start >= kept)
        {
            text = text[kept..];
            shown = end - kept;
            return;
        }

        var row = Math.Max(start + length, text.LastIndexOf('\n', kept - 1) + 1);
        text = string.Concat(text.AsSpan(start, length), text.AsSpan(row));
        shown = length + end - row;
    }
}
