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

    // What waits is looked at again each time that this part of it has come.
    private const int Growth = 16;

    private readonly StringBuilder coming = new();

    private string text = "";
    private int shown;

    /// <summary>Takes the next piece; returns what may be shown now.</summary>
    /// <exception cref="ArgumentNullException">There is no piece.</exception>
    public string Add(string piece)
    {
        ArgumentNullException.ThrowIfNull(piece);
        coming.Append(piece);
        if (coming.Length < (text.Length - shown - Context) / Growth)
        {
            // Much is held back. Looked at with every piece, it would cost the square of its length.
            return "";
        }

        Take();
        var end = scanner.SettledLength(text, shown);
        return end > shown ? Show(end) : "";
    }

    /// <summary>What is left when the stream has ended.</summary>
    public string Flush()
    {
        Take();
        return Show(text.Length);
    }

    private void Take()
    {
        text = string.Concat(text, coming.ToString());
        coming.Clear();
    }

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
