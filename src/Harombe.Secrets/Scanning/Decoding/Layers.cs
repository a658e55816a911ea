using Harombe.Secrets.Scanning.Issued;

namespace Harombe.Secrets.Scanning.Decoding;

/// <summary>
/// Scans a text as it stands and, layer by layer, what it says in other words. Work is bounded: by depth, and by the characters that all layers
/// together may come to. What lies beyond is reported, since nobody looked at it.
/// </summary>
internal readonly ref struct Layers(AnchorIndex anchors, KnownSecrets issued)
{
    /// <summary>How deep encodings are undone.</summary>
    public const int Deepest = 5;

    /// <summary>What is said of content that nobody looked at.</summary>
    public const string Unread = "content that is encoded too deeply to be looked into";

    /// <summary>How many characters all layers may come to, whatever the length of the text.</summary>
    public const int LeastBudget = 4 * 1024 * 1024;

    private const int Before = 200;
    private const int Behind = 1200;

    private readonly AnchorIndex anchors = anchors;
    private readonly KnownSecrets issued = issued;

    public void Scan(ReadOnlySpan<char> text, ref FindingSink sink)
    {
        var budget = LeastBudget + (8L * text.Length);
        Scan(text, 0, ref budget, ref sink);
    }

    /// <summary>Scans what a layer says, at its depth.</summary>
    public void Scan(ReadOnlySpan<char> text, int depth, ref long budget, ref FindingSink sink)
    {
        issued.Whole.Scan(text, ref sink);
        anchors.Scan(text, ref sink);
        if (!issued.Squeezed.IsEmpty)
        {
            Split(text, ref sink);
        }

        if (Folding.IsNeeded(text))
        {
            Undone(text, 0, text.Length, depth, isFolding: true, ref budget, ref sink);
        }

        Escaped(text, depth, ref budget, ref sink);
        new EncodedContent(this).Scan(text, depth, ref budget, ref sink);
    }

    private void Split(ReadOnlySpan<char> text, ref FindingSink sink)
    {
        using var plain = new Rented<char>(text.Length);
        using var places = new Rented<int>(text.Length + 1);
        var inner = default(FindingSink);
        issued.Squeezed.Scan(plain.Span[..Squeezing.Undo(text, plain.Span, places.Span)], ref inner);
        foreach (var finding in inner.Settle())
        {
            var from = places.Span[finding.Start];
            sink.Add(finding.Kind, from, places.Span[finding.Start + finding.Length - 1] + 1 - from, finding.Placeholder);
        }
    }

    private void Escaped(ReadOnlySpan<char> text, int depth, ref long budget, ref FindingSink sink)
    {
        var (start, end, at) = (-1, -1, 0);
        while (text[at..].IndexOfAny(Escapes.Marks) is >= 0 and var next)
        {
            at += next;
            if (Escapes.Hides(text, at))
            {
                if (start >= 0 && at - end > Before + Behind)
                {
                    Undone(text, start, Math.Min(text.Length, end + Behind), depth, isFolding: false, ref budget, ref sink);
                    start = -1;
                }

                start = start < 0 ? Math.Max(0, at - Before) : start;
                end = at;
            }

            at++;
        }

        if (start >= 0)
        {
            Undone(text, start, Math.Min(text.Length, end + Behind), depth, isFolding: false, ref budget, ref sink);
        }
    }

    /// <summary>Scans a part without its escapes or disguises, and takes what is found back to where it stands.</summary>
    private void Undone(ReadOnlySpan<char> text, int start, int end, int depth, bool isFolding, ref long budget, ref FindingSink sink)
    {
        var part = text[start..end];
        if (!TryAfford(part.Length, depth, ref budget))
        {
            sink.Add(Unread, start, part.Length);
            return;
        }

        using var plain = new Rented<char>(part.Length);
        using var places = new Rented<int>(part.Length + 1);
        var length = isFolding ? Folding.Undo(part, plain.Span, places.Span) : Escapes.Undo(part, plain.Span, places.Span);
        if (plain.Span[..length].SequenceEqual(part))
        {
            return;
        }

        var inner = default(FindingSink);
        Scan(plain.Span[..length], depth + 1, ref budget, ref inner);
        foreach (var finding in inner.Settle())
        {
            var from = places.Span[finding.Start];
            sink.Add(finding.Kind, start + from, places.Span[finding.Start + finding.Length] - from, finding.Placeholder);
        }
    }

    /// <summary>Whether so many characters more may be looked at, so deep; they are paid for.</summary>
    public static bool TryAfford(int characters, int depth, ref long budget)
    {
        budget -= characters;
        return depth < Deepest && budget >= 0;
    }
}
