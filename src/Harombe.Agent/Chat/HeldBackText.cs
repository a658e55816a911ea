using System.Text;
using Harombe.Core.Secrets;

namespace Harombe.Agent.Chat;

/// <summary>
/// Takes secrets out of text that comes in pieces. A secret cut between two pieces would pass a scan of each, so the end of the text is held back where
/// a secret may still be growing (<see cref="OpenEnd"/>, <see cref="ISecretScanner.OpenFrom"/>), and what was shown last stays in view: a label makes a secret of the value behind it.
/// Used by one stream; not thread-safe.
/// </summary>
internal sealed class HeldBackText(ISecretScanner scanner)
{
    // Further than any label or first half of a pair stands from its secret.
    private const int Context = 1024;

    private string text = "";
    private int shown;

    /// <summary>Takes the next piece; returns what may be shown now.</summary>
    public string Add(string piece)
    {
        text += piece;
        var end = OpenEnd.Of(text, shown);
        // One of our own may have white space in it, and then it doesn't end with its word. Judged again after each step back.
        for (var open = scanner.OpenFrom(text, end); open < end && end > shown; open = scanner.OpenFrom(text, end))
        {
            end = open > shown ? OpenEnd.Of(text[..open], shown) : shown;
        }

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
                clean.Append(text, at, Math.Max(0, finding.Start - at)).Append(finding.Placeholder?.Display ?? $"[redacted: {finding.Kind}]");
                at = after;
            }
        }

        clean.Append(text, at, end - at);
        var kept = Math.Max(0, end - Context);
        text = text[kept..];
        shown = end - kept;
        return clean.ToString();
    }
}
