using System.Text;

namespace Harombe.Gateway.Upstreams.Processes;

/// <summary>
/// Looks through a message that is too long to be kept, or too deep to be read, for the id of the request that it answers. Keeps no more of it than that,
/// however long it is.
/// </summary>
internal sealed class LongLine
{
    private const int LongestId = 100;
    private readonly StringBuilder text = new();
    private int depth;
    private bool quoted;
    private bool escaped;
    private bool isId;
    private bool inValue;
    private string? id;

    /// <summary>How long it is so far, in bytes.</summary>
    public long Length { get; private set; }

    /// <summary>How deep it was nested, at most.</summary>
    public int Deepest { get; private set; }

    public void Take(ReadOnlySpan<byte> bytes)
    {
        Length += bytes.Length;
        foreach (var one in bytes)
        {
            Take(one);
        }
    }

    /// <summary>The error that stands in its place; null when it answers nothing, and then nobody waits for it.</summary>
    /// <param name="what">What the answer has, as plain text.</param>
    public byte[]? Refusal(string what) => id is null ? null : Encoding.UTF8.GetBytes(
        $$$"""{"jsonrpc":"2.0","id":{{{id}}},"error":{"code":-32603,"message":"The server's answer has {{{what}}} are allowed; it is withheld."}}""" + "\n");

    private void Take(byte one)
    {
        if (quoted)
        {
            Remember(one);
            quoted = escaped || one != '"';
            escaped = !escaped && one == '\\';
            return;
        }

        switch (one)
        {
            case (byte)'"':
                quoted = true;
                text.Clear();
                Remember(one);
                return;
            case (byte)':' when depth == 1 && !inValue:
                isId = text.ToString() == "\"id\"";
                inValue = true;
                text.Clear();
                return;
            case (byte)'{' or (byte)'[':
                depth++;
                Deepest = Math.Max(Deepest, depth);
                return;
            case (byte)',' or (byte)'}' or (byte)']':
                End(depth == 1);
                depth -= one == ',' ? 0 : 1;
                return;
            case (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n':
                return;
            default:
                Remember(one);
                return;
        }
    }

    private void End(bool ofMember)
    {
        if (!ofMember)
        {
            return;
        }

        if (isId && IsId(text.ToString()))
        {
            id = text.ToString();
        }

        (isId, inValue) = (false, false);
        text.Clear();
    }

    private void Remember(byte one)
    {
        if (depth == 1 && text.Length <= LongestId)
        {
            text.Append((char)one);
        }
    }

    // A number, or a text of plain characters: it is written into a message of ours.
    private static bool IsId(string text) => text.Length is > 0 and <= LongestId
        && (text.All(char.IsAsciiDigit) || (text.Length > 2 && text[0] == '"' && text[^1] == '"' && text[1..^1].All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':')));
}
