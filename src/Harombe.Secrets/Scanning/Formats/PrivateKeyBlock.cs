using System.Buffers;

namespace Harombe.Secrets.Scanning.Formats;

/// <summary>
/// A private key in PEM armour, from its first dash to its last, whether its lines are broken by line ends or by the letters \n.
/// A block that is cut off before its end counts as far as it goes.
/// </summary>
internal sealed class PrivateKeyBlock : ISecretFormat
{
    private const string Begin = "-----BEGIN ";
    private const string Dashes = "-----";
    private const int LongestLabel = 40;
    private const int LeastBody = 40;

    private static readonly SearchValues<char> Body = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\r\n\t \\:,-.()@");

    public string Kind => "private key";

    public IReadOnlyList<Anchor> Anchors { get; } = Anchor.Exact(Begin);

    public void Check(ReadOnlySpan<char> text, int at, int anchorLength, ref FindingSink sink)
    {
        var rest = text[(at + anchorLength)..];
        var labelEnd = rest[..Math.Min(rest.Length, LongestLabel)].IndexOf(Dashes);
        if (labelEnd < 0 || !(rest[..labelEnd].Contains("PRIVATE KEY", StringComparison.Ordinal) || rest[..labelEnd].StartsWith("OpenVPN Static key")))
        {
            return;
        }

        var body = rest[(labelEnd + Dashes.Length)..];
        // The next block's beginning is where this one ends at the latest; it also keeps many beginnings without ends linear.
        var limit = body.IndexOf(Begin);
        body = limit < 0 ? body : body[..limit];
        var end = body.IndexOf("-----END ");
        var length = end < 0 ? Unfinished(body) : end;
        if (body[..length].Length - body[..length].Count('.') < LeastBody || Entropy.Of(body[..length]) < 3.0)
        {
            return;
        }

        var closing = end < 0 ? 0 : Closing(body[end..]);
        sink.Add(Kind, at, anchorLength + labelEnd + Dashes.Length + length + closing);
    }

    private static int Unfinished(ReadOnlySpan<char> body)
    {
        var end = body.IndexOfAnyExcept(Body);
        return end < 0 ? body.Length : end;
    }

    private static int Closing(ReadOnlySpan<char> end)
    {
        var label = end["-----END ".Length..];
        var dashes = label[..Math.Min(label.Length, LongestLabel)].IndexOf(Dashes);
        return "-----END ".Length + (dashes < 0 ? 0 : dashes + Dashes.Length);
    }
}
