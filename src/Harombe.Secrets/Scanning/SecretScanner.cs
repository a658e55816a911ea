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
    private static readonly AnchorIndex Anchors = new(KnownFormats.All);

    public IReadOnlyList<Finding> Scan(ReadOnlySpan<char> text)
    {
        var sink = default(FindingSink);
        new Layers(Anchors, issued.Current).Scan(text, ref sink);
        return sink.Settle();
    }

    public int SettledLength(ReadOnlySpan<char> text, int from)
    {
        // A stored secret may hold spaces, and each step back may uncover another that is still open.
        var end = OpenEnd.Of(text, from);
        for (var open = issued.Current.Whole.OpenFrom(text[..end]); open < end; open = issued.Current.Whole.OpenFrom(text[..end]))
        {
            end = Math.Max(from, OpenEnd.Of(text[..open], from));
        }

        return end;
    }

    public Range HeadOf(ReadOnlySpan<char> text) => OpenTable.HeadOf(text);
}
