using Harombe.Secrets.Scanning.Formats;
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

    private const int LeastBudget = 4 * 1024 * 1024;
    private const int ShortRun = 128;
    private const int Before = 200;
    private const int Behind = 1200;

    private readonly AnchorIndex anchors = anchors;
    private readonly KnownSecrets issued = issued;

    public void Scan(ReadOnlySpan<char> text, ref FindingSink sink)
    {
        var budget = LeastBudget + (8L * text.Length);
        Scan(text, 0, ref budget, ref sink);
    }

    private void Scan(ReadOnlySpan<char> text, int depth, ref long budget, ref FindingSink sink)
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
        Encoded(text, depth, ref budget, ref sink);
        if (text.Length > 12 && text[0] is '\u001f' or 'x' && text[1] > 'z')
        {
            // A packed file, one character a byte.
            Packed(text, depth, ref budget, ref sink);
        }
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

    private void Encoded(ReadOnlySpan<char> text, int depth, ref long budget, ref FindingSink sink)
    {
        var runs = new LongRuns(text);
        var done = 0;
        while (runs.Next())
        {
            RunFormats.Check(text, runs.Start, runs.Length, ref sink);
            if (runs.Start < done)
            {
                continue;
            }

            done = EncodedRun.End(text, runs.Start, runs.Length);
            var run = text[runs.Start..done];
            if (run.Length <= ShortRun)
            {
                Short(run, runs.Start, depth, ref budget, ref sink);
                continue;
            }

            using var scratch = new Rented<char>(run.Length + 4);
            using var bytes = new Rented<byte>((run.Length / 4 * 3) + 6);
            Run(run, runs.Start, scratch.Span, bytes.Span, depth, ref budget, ref sink);
        }
    }

    // Most runs are tokens and digests: room on the stack need not be rented, nor does what stood there outlive the call by much.
    private void Short(ReadOnlySpan<char> run, int start, int depth, ref long budget, ref FindingSink sink)
    {
        Span<char> scratch = stackalloc char[ShortRun + 4];
        Span<byte> bytes = stackalloc byte[(ShortRun / 4 * 3) + 6];
        Run(run, start, scratch, bytes, depth, ref budget, ref sink);
        scratch.Clear();
        bytes.Clear();
    }

    private void Run(ReadOnlySpan<char> run, int start, scoped Span<char> scratch, scoped Span<byte> bytes, int depth, ref long budget, ref FindingSink sink)
    {
        for (var (from, tries) = (0, 0); from >= 0 && tries < EncodedRun.MostBeginnings; from = EncodedRun.NextBeginning(run, from), tries++)
        {
            var length = EncodedRun.Decode(run[from..], scratch, bytes);
            if (from == 0 || EncodedRun.IsText(bytes[..length]) || Inflation.IsPacked(bytes[..length]) || bytes[..length].Contains((byte)0))
            {
                // Behind a part of a path, what decodes to no text is the rest of a digest.
                Decoded(bytes[..length], start, run.Length, depth, ref budget, ref sink);
            }
        }
    }

    private void Packed(ReadOnlySpan<char> text, int depth, ref long budget, ref FindingSink sink)
    {
        using var bytes = new Rented<byte>(text.Length);
        var length = System.Text.Encoding.Latin1.GetBytes(text, bytes.Span);
        if (Inflation.IsPacked(bytes.Span[..length]))
        {
            Decoded(bytes.Span[..length], 0, text.Length, depth, ref budget, ref sink);
        }
    }

    /// <summary>Scans bytes that part of a text stood for. What is found in them is found in all of that part.</summary>
    private void Decoded(scoped ReadOnlySpan<byte> bytes, int start, int length, int depth, ref long budget, ref FindingSink sink)
    {
        var isPacked = Inflation.IsPacked(bytes);
        if (bytes.IsEmpty || (!isPacked && bytes.Length < 48 && !EncodedRun.IsText(bytes) && !bytes.Contains((byte)0)))
        {
            return;
        }

        var room = isPacked ? (int)Math.Min(budget, Math.Min(Array.MaxLength, 2L * LeastBudget)) : bytes.Length;
        if (!TryAfford(isPacked ? bytes.Length : room, depth, ref budget))
        {
            if (isPacked || EncodedRun.IsText(bytes))
            {
                sink.Add(Unread, start, length);
            }

            return;
        }

        if (isPacked)
        {
            using var unpacked = new Rented<byte>(room);
            var (count, isMore) = Inflation.Unpack(bytes, unpacked.Span[..room]);
            budget -= count;
            if (isMore)
            {
                sink.Add(Unread, start, length);
            }

            Text(unpacked.Span[..count], start, length, depth, ref budget, ref sink);
            return;
        }

        Text(bytes, start, length, depth, ref budget, ref sink);
    }

    private void Text(scoped ReadOnlySpan<byte> bytes, int start, int length, int depth, ref long budget, ref FindingSink sink)
    {
        using var text = new Rented<char>(bytes.Length);
        var inner = default(FindingSink);
        Scan(text.Span[..EncodedRun.ToText(bytes, text.Span)], depth + 1, ref budget, ref inner);
        foreach (var finding in inner.Settle())
        {
            sink.Add(finding.Kind, start, length, finding.Placeholder);
        }
    }

    private static bool TryAfford(int characters, int depth, ref long budget)
    {
        budget -= characters;
        return depth < Deepest && budget >= 0;
    }
}
