using Harombe.Core.Secrets;
using Harombe.Secrets.Scanning.Decoding;
using Harombe.Secrets.Scanning.Formats;
using Harombe.Secrets.Scanning.Issued;
using Harombe.Secrets.Scanning.Streaming;

namespace Harombe.Secrets.Scanning;

/// <summary>
/// Looks for issued secrets at every place of a text, for known formats at the places where one of their anchors stands, and for both in what
/// the text says once it is decoded. What a format is stands in <see cref="KnownFormats"/>; this class knows none of them.
/// </summary>
internal sealed class SecretScanner(IssuedSecrets issued) : ISecretScanner
{
    // Longer than any secret that is known by its beginning and its end: what is held back beyond it is no secret, but a stream that somebody wants to stall.
    private const int MostHeld = 128 * 1024;

    // What is still held back then: a secret may stand there that has only begun.
    private const int LeastHeld = 8 * 1024;

    private const int MostSteps = 16;

    private static readonly AnchorIndex Anchors = new(KnownFormats.All);

    public IReadOnlyList<Finding> Scan(ReadOnlySpan<char> text)
    {
        var sink = default(FindingSink);
        new Layers(Anchors, issued.Current).Scan(text, ref sink);
        return sink.Settle();
    }

    public int SettledLength(ReadOnlySpan<char> text, int from)
    {
        var end = Settled(text, from);
        return text.Length - end <= MostHeld ? end : text.Length - LeastHeld;
    }

    private int Settled(ReadOnlySpan<char> text, int from)
    {
        // A stored secret may hold spaces, and each step back may uncover another that is still open.
        var (known, end, steps) = (issued.Current, OpenEnd.Of(text, from), 0);
        while (end > from && known.OpenFrom(text, end) is var open && open < end)
        {
            end = open <= from || ++steps > MostSteps ? from : Math.Max(from, OpenEnd.Of(text[..open], from));
        }

        return end;
    }

    public Range HeadOf(ReadOnlySpan<char> text) => OpenTable.HeadOf(text);
}
