using System.Buffers;
using System.Buffers.Text;

namespace Harombe.Secrets.Scanning.Formats;

/// <summary>A signed or encrypted JSON web token (RFC 7515, 7516) whose first part decodes to a header that names an algorithm.</summary>
internal sealed class JsonWebToken : ISecretFormat
{
    // The example that jwt.io shows, in thousands of documents. The whole of it: a part that excused the rest would be a way out.
    private const string OfDocuments =
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c";

    private const int LongestHeader = 1024;
    private const int LongestPart = 64 * 1024;

    public string Kind => "JSON web token";

    // {" in base64url, as every compact header begins.
    public IReadOnlyList<Anchor> Anchors { get; } = Anchor.Exact("eyJ");

    public void Check(ReadOnlySpan<char> text, int at, int anchorLength, ref FindingSink sink)
    {
        // The payload begins alike: it is met again as a part of the token that began before it.
        if (!Boundary.Before(text, at) || (at > 0 && text[at - 1] is '.' or '-' or '_'))
        {
            return;
        }

        var header = Alphabets.Run(text, at, Alphabets.Base64Url, LongestHeader);
        var end = at + header;
        var parts = 1;
        while (parts < 5 && end < text.Length && text[end] == '.')
        {
            end += 1 + Alphabets.Run(text, end + 1, Alphabets.Base64Url, LongestPart);
            parts++;
        }

        if (parts >= 3 && end - at - header > 20 && !text[at..end].TrimEnd('.').SequenceEqual(OfDocuments) && NamesAnAlgorithm(text.Slice(at, header)))
        {
            // A full stop behind it ends the sentence.
            sink.Add(Kind, at, (text[end - 1] == '.' ? end - 1 : end) - at);
        }
    }

    private static bool NamesAnAlgorithm(ReadOnlySpan<char> header)
    {
        Span<byte> json = stackalloc byte[LongestHeader];
        return Base64Url.DecodeFromChars(header, json, out _, out var length) == OperationStatus.Done
            && json[..length].IndexOf("\"alg\""u8) >= 0;
    }
}
