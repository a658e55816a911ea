using Harombe.Policy.Provenance.Tools;

namespace Harombe.Policy.Provenance.Intent;

/// <summary>One sentence of a prompt: its folded text, where it starts, and what its requests may stand for.</summary>
internal sealed class Sentence(string text, int start)
{
    public string Text { get; } = text;

    public int Start { get; } = start;

    public Effect Effects { get; set; }

    /// <summary>Cuts at a full stop, an exclamation or question mark before a gap, at an empty line, and at brackets.</summary>
    public static List<Sentence> Cut(string folded)
    {
        var sentences = new List<Sentence>();
        var start = 0;
        for (var at = 0; at < folded.Length; at++)
        {
            var ends = at + 1 == folded.Length
                || (folded[at] is '.' or '!' or '?' && char.IsWhiteSpace(folded[at + 1]) && !(at > 0 && char.IsAsciiDigit(folded[at - 1])))
                || (folded[at] == '\n' && folded[at + 1] == '\n');
            if (ends)
            {
                sentences.Add(new Sentence(folded[start..(at + 1)], start));
                start = at + 1;
            }
        }

        return sentences.Count > 0 ? sentences : [new Sentence(folded, 0)];
    }
}
