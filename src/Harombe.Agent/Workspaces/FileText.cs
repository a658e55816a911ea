using System.Text;

namespace Harombe.Agent.Workspaces;

/// <summary>Tells text from binary.</summary>
internal static class FileText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text, or null when the bytes hold a NUL or aren't UTF-8.</summary>
    public static string? Of(ReadOnlySpan<byte> content)
    {
        if (content.Contains((byte)0))
        {
            return null;
        }

        var mark = Encoding.UTF8.Preamble;
        var body = content.StartsWith(mark) ? content[mark.Length..] : content;
        return System.Text.Unicode.Utf8.IsValid(body) ? Strict.GetString(body) : null;
    }
}
