namespace Harombe.Secrets.Scanning.Formats;

/// <summary>The password in the text of a code that joins a wireless network, <c>WIFI:T:WPA;S:name;P:password;;</c> (WPA3 specification, "URI format").</summary>
internal sealed class WifiCode : ISecretFormat
{
    private const int Longest = 200;
    private const int Shortest = 8;

    public string Kind => "password of a network";

    public IReadOnlyList<Anchor> Anchors { get; } = Anchor.Exact("WIFI:T:", "WIFI:S:", "WIFI:P:");

    public void Check(ReadOnlySpan<char> text, int at, int anchorLength, ref FindingSink sink)
    {
        var from = at + "WIFI".Length;
        var code = text[from..Math.Min(text.Length, from + Longest)];
        var field = code.StartsWith(":P:") ? 0 : code.IndexOf(";P:");
        if (field < 0)
        {
            return;
        }

        var start = field + ";P:".Length;
        var length = code[start..].IndexOfAny(';', '\n', '"');
        if (length >= Shortest && !Examples.Are(code.Slice(start, length)) && !OwnPlaceholder.Is(code.Slice(start, length)))
        {
            sink.Add(Kind, from + start, length);
        }
    }
}
