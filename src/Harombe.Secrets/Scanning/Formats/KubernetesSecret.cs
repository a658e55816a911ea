using System.Buffers;

namespace Harombe.Secrets.Scanning.Formats;

/// <summary>
/// The values under <c>data:</c> of a manifest of kind Secret (kubernetes.io, "Secrets"): base64 of whatever the application keeps there, its names
/// included. Where the kind stands behind the data, only what a label or the decoding shows is known: a stream has shown the rest by then.
/// </summary>
internal sealed class KubernetesSecret : ISecretFormat
{
    // A stream remembers what it has shown no further than this.
    private const int Reach = 900;
    private const int Shortest = 10;

    private static readonly SearchValues<char> Base64 = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");

    private static readonly SearchValues<string> Data = SearchValues.Create(["\ndata:", " data:", "\tdata:"], StringComparison.Ordinal);
    private static readonly SearchValues<char> ValueEnd = SearchValues.Create(" \t\r\n\"',");

    public string Kind => "value of a Kubernetes secret";

    public IReadOnlyList<Anchor> Anchors { get; } = Anchor.AnyCase("kind: secret", "kind: \"secret\"", "kind: 'secret'", "\"kind\": \"secret\"", "\"kind\":\"secret\"");

    public void Check(ReadOnlySpan<char> text, int at, int anchorLength, ref FindingSink sink)
    {
        var start = at + anchorLength;
        if (start < text.Length && char.IsAsciiLetterOrDigit(text[start]))
        {
            return;
        }

        var rest = text[at..];
        var end = rest[..Math.Min(rest.Length, Reach)].IndexOf("\n---");
        rest = end < 0 ? rest : rest[..end];
        var data = rest[..Math.Min(rest.Length, Reach)].IndexOfAny(Data);
        if (data < 0)
        {
            return;
        }

        data++;

        for (var from = data; from < rest.Length && from < Reach;)
        {
            var next = rest[from..Math.Min(rest.Length, Reach)].IndexOf('\n');
            if (next < 0)
            {
                return;
            }

            from += next + 1;
            var line = rest[from..];
            var length = line.IndexOfAny('\r', '\n');
            line = length < 0 ? line : line[..length];
            if (line.IsEmpty || line[0] is not (' ' or '\t'))
            {
                return;
            }

            Value(line, at + from, at, ref sink);
        }
    }

    private void Value(ReadOnlySpan<char> line, int start, int kind, ref FindingSink sink)
    {
        // Word by word, and no further than the value: a stream may not have more of the line yet.
        var value = line.TrimStart(" \t\"'");
        var key = value.IndexOfAny(' ', '\t');
        value = key > 0 && value[..key].EndsWith(":") ? value[key..].TrimStart(" \t\"'") : value;
        var at = start + line.Length - value.Length;
        var end = value.IndexOfAny(ValueEnd);
        value = end < 0 ? value : value[..end];
        if (value.Length >= Shortest && at - kind < Reach && value.Length % 4 == 0 && value.ContainsAnyInRange('A', 'Z') && value.ContainsAnyInRange('a', 'z') && !value.ContainsAnyExcept(Base64) && !Examples.Are(value))
        {
            sink.Add(Kind, at, value.Length);
        }
    }
}
