namespace Harombe.Secrets.Scanning.Formats;

/// <summary>The private lines of a key of PuTTY (its manual, appendix C, "PPK file format").</summary>
internal sealed class PuttyKey : ISecretFormat
{
    private const int Shortest = 40;
    private const int Longest = 8192;

    public string Kind => "private key";

    public IReadOnlyList<Anchor> Anchors { get; } = Anchor.Exact("Private-Lines: ");

    public void Check(ReadOnlySpan<char> text, int at, int anchorLength, ref FindingSink sink)
    {
        var start = at + anchorLength;
        start += text[start..].IndexOfAnyExceptInRange('0', '9') is >= 0 and var digits ? digits : 0;
        var rest = text[start..Math.Min(text.Length, start + Longest)];
        var body = rest.TrimStart("\r\n\\n");
        start += rest.Length - body.Length;
        var end = body.IndexOf("Private-MAC");
        var length = end < 0 ? Lines(body) : body[..end].TrimEnd("\r\n\\n").Length;
        if (length >= Shortest && Entropy.Of(body[..length]) >= 3.5)
        {
            sink.Add(Kind, start, length);
        }
    }

    private static int Lines(ReadOnlySpan<char> body)
    {
        var end = body.IndexOfAnyExcept(Alphabets.Base64);
        return end < 0 ? body.Length : end;
    }
}
