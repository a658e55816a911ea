using System.Text;
using Harombe.Core.Secrets;

namespace Harombe.Agent.Chat;

/// <summary>
/// Takes secrets out of text that comes in pieces. A secret cut between two pieces would pass a scan of each, so the last word is held back until the
/// next white space, and a private key until its end. Used by one stream; not thread-safe.
/// </summary>
internal sealed class HeldBackText(ISecretScanner scanner)
{
    // A word longer than this goes out in parts; no format that we know comes near it without a line break.
    private const int LongestWord = 8192;
    private readonly StringBuilder held = new();

    /// <summary>Takes the next piece; returns what may be shown now.</summary>
    public string Add(string piece)
    {
        held.Append(piece);
        var text = held.ToString();
        var end = text.LastIndexOfAny([' ', '\n', '\t', '\r']) + 1;
        var key = text.IndexOf("-----BEGIN", StringComparison.Ordinal);
        if (key >= 0 && key < end && text.IndexOf("-----END", key, StringComparison.Ordinal) < 0)
        {
            end = key;
        }

        if (end == 0 && text.Length < LongestWord)
        {
            return "";
        }

        end = end == 0 ? text.Length : end;
        held.Clear().Append(text, end, text.Length - end);
        return scanner.Redact(text[..end]).Value;
    }

    /// <summary>What is left when the stream has ended.</summary>
    public string Flush()
    {
        var rest = scanner.Redact(held.ToString()).Value;
        held.Clear();
        return rest;
    }
}
