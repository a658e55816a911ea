using System.Buffers;

namespace Harombe.Secrets.Scanning.Formats;

/// <summary>The credential of an <c>Authorization</c> header: a bearer token (RFC 6750) or a user and password in base64 (RFC 7617).</summary>
internal sealed class AuthorizationHeader : ISecretFormat
{
    private const int ShortestBearer = 12;
    private const int ShortestBasic = 8;
    private const int ShortestOther = 16;
    private const int LongestScheme = 24;
    private const int Longest = 4096;

    private static readonly SearchValues<char> Scheme = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-");

    private static readonly SearchValues<char> Token = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=");

    public string Kind => "authorization header";

    public IReadOnlyList<Anchor> Anchors { get; } = Anchor.AnyCase("bearer ", "basic ", "auth plain ", "authorization: ", "authorization\": \"", "authorization': '", "authorization\", \"");

    public void Check(ReadOnlySpan<char> text, int at, int anchorLength, ref FindingSink sink)
    {
        var start = at + anchorLength;
        if (text.Slice(at, anchorLength).EndsWith("plain ", StringComparison.OrdinalIgnoreCase))
        {
            OfMail(text, start, ref sink);
            return;
        }

        if (text[at] is 'a' or 'A')
        {
            OfOtherScheme(text, start, ref sink);
            return;
        }

        var length = Alphabets.Run(text, start, Token, Longest);
        var credential = text.Slice(start, length);
        var isBasic = text[at] is 'b' or 'B' && text[at + 1] is 'a' or 'A';
        if (Boundary.Before(text, at) && (isBasic ? IsBasic(credential) : IsBearer(credential)))
        {
            sink.Add(Kind, start, length);
        }
    }

    // RFC 4616: an identity, a user and a password with zeroes between them.
    private void OfMail(ReadOnlySpan<char> text, int at, ref FindingSink sink)
    {
        var length = Alphabets.Run(text, at, Token, Longest);
        Span<byte> plain = stackalloc byte[Longest * 3 / 4];
        if (length >= ShortestBasic && Convert.TryFromBase64Chars(text.Slice(at, length), plain, out var count) && plain[..count].Count((byte)0) == 2)
        {
            sink.Add(Kind, at, length);
        }
    }

    // Authorization: Splunk …, GenieKey …, Token …: whatever a service calls its own scheme. Signatures that are good for one request have parts with names.
    private void OfOtherScheme(ReadOnlySpan<char> text, int at, ref FindingSink sink)
    {
        var scheme = Alphabets.Run(text, at, Scheme, LongestScheme);
        var start = at + scheme + 1;
        if (scheme < 2 || start >= text.Length || text[start - 1] != ' ')
        {
            return;
        }

        var length = Alphabets.Run(text, start, Token, Longest);
        var credential = text.Slice(start, length);
        if (length >= ShortestOther && IsBearer(credential) && credential[..^2].IndexOf('=') < 0)
        {
            sink.Add(Kind, start, length);
        }
    }

    private static bool IsBearer(ReadOnlySpan<char> token) =>
        token.Length >= ShortestBearer && token.ContainsAnyInRange('0', '9') && Entropy.Of(token) >= 3.2
        && !Examples.Are(token) && !OwnPlaceholder.Is(token);

    private static bool IsBasic(ReadOnlySpan<char> encoded)
    {
        if (encoded.Length < ShortestBasic || encoded.Length % 4 != 0)
        {
            return false;
        }

        Span<byte> plain = stackalloc byte[Longest * 3 / 4];
        return Convert.TryFromBase64Chars(encoded, plain, out var length)
            && plain[..length].Contains((byte)':')
            && !plain[..length].ContainsAnyInRange((byte)0, (byte)31)
            && !plain[..length].ContainsAnyInRange((byte)127, (byte)255);
    }
}
