using System.Globalization;
using System.Text;

namespace Harombe.Benchmarks.Gateways;

/// <summary>The messages that every door sends, byte for byte alike but for the tool's name.</summary>
internal static class Frames
{
    public const string Words = "the words that come back";

    public const string Initialize =
        """{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"benchmark","version":"1"}}}""";

    public const string Initialized = """{"jsonrpc":"2.0","method":"notifications/initialized"}""";

    public static byte[] Call(long id, string tool) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $$$$"""{"jsonrpc":"2.0","id":{{{{id}}}},"method":"tools/call","params":{"name":"{{{{tool}}}}","arguments":{"message":"{{{{Words}}}}"}}}"""));

    /// <exception cref="InvalidOperationException">It is no answer to that.</exception>
    public static void Check(string answer)
    {
        if (!answer.Contains(Words, StringComparison.Ordinal) || answer.Contains("\"isError\":true", StringComparison.Ordinal))
        {
            throw new InvalidOperationException("Not the answer that was asked for: " + answer[..Math.Min(answer.Length, 600)]);
        }
    }
}
