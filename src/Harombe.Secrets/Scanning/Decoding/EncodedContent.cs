using Harombe.Secrets.Scanning.Formats;

namespace Harombe.Secrets.Scanning.Decoding;

/// <summary>What base64, hexadecimal digits and packed bytes in a text say: the part of <see cref="Layers"/> that decodes. What is found in them is found in all of the run.</summary>
internal readonly ref struct EncodedContent(Layers layers)
{
    private const int ShortRun = 128;

    private readonly Layers layers = layers;

    /// <summary>Scans what the encoded parts of a text say, and the text itself where it is a packed file.</summary>
    public void Scan(ReadOnlySpan<char> text, int depth, ref long budget, ref FindingSink sink)
    {
        Encoded(text, depth, ref budget, ref sink);
        if (text.Length > 12 && text[0] is '\u001f' or 'x' && text[1] > 'z')
        {
            // A packed file, one character a byte.
            Packed(text, depth, ref budget, ref sink);
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
            if (!MayBeEncoded(run))
            {
                continue;
            }

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

    // Most runs of source text are names, in small letters or in capitals: of twenty characters of base64 less than one in ten million are like that.
    private static bool MayBeEncoded(ReadOnlySpan<char> run) =>
        run.ContainsAnyInRange('0', '9') || (run.ContainsAnyInRange('A', 'Z') && run.ContainsAnyInRange('a', 'z'));

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

        var room = isPacked ? (int)Math.Min(budget, Math.Min(Array.MaxLength, 2L * Layers.LeastBudget)) : bytes.Length;
        if (!Layers.TryAfford(isPacked ? bytes.Length : room, depth, ref budget))
        {
            if (isPacked || EncodedRun.IsText(bytes))
            {
                sink.Add(Layers.Unread, start, length);
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
                sink.Add(Layers.Unread, start, length);
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
        layers.Scan(text.Span[..EncodedRun.ToText(bytes, text.Span)], depth + 1, ref budget, ref inner);
        foreach (var finding in inner.Settle())
        {
            sink.Add(finding.Kind, start, length, finding.Placeholder);
        }
    }
}
