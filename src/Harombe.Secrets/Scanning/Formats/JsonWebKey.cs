using System.Buffers;

namespace Harombe.Secrets.Scanning.Formats;

/// <summary>The private part of a JSON web key (RFC 7517, 7518): <c>k</c> of a symmetric one, <c>d</c> of the others.</summary>
internal sealed class JsonWebKey : ISecretFormat
{
    private const int Shortest = 20;

    private static readonly SearchValues<char> Open = SearchValues.Create(" \"\t");

    public string Kind => "private part of a JSON web key";

    public IReadOnlyList<Anchor> Anchors { get; } = Anchor.Exact("\"k\":", "\"d\":");

    public void Check(ReadOnlySpan<char> text, int at, int anchorLength, ref FindingSink sink)
    {
        var start = at + anchorLength;
        start += Alphabets.Run(text, start, Open, 3);
        var length = Alphabets.Run(text, start, Alphabets.Base64Url, 1024);
        if (length >= Shortest && text[start - 1] == '"' && Nearby.Has(text, at, "\"kty\"") && !Examples.Are(text.Slice(start, length)))
        {
            sink.Add(Kind, start, length);
        }
    }
}
