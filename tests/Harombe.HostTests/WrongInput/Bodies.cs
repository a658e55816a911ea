using System.Text;

namespace Harombe.HostTests.WrongInput;

/// <summary>Bodies of requests by what the tables write: text as it stands, or a name for what can't be written in a line.</summary>
internal static class Bodies
{
    private const int TenMegabytes = 10 * 1000 * 1000;

    public static byte[]? Of(string? text) => text switch
    {
        null => null,
        "@10 MB message" => Utf8($$"""{"message":"{{new string('a', TenMegabytes)}}"}"""),
        "@10 MB answer" => Utf8($$"""{"answer":"approve","reason":"{{new string('a', TenMegabytes)}}"}"""),
        "@10 MB of tools" => Utf8($$"""{"principal":"big","kind":"caller","tools":["{{new string('a', TenMegabytes)}}"]}"""),
        "@10 MB form" => Utf8("code=" + new string('a', TenMegabytes)),
        "@10 MB arguments" => Call($$"""{"path":"big.txt","content":"{{new string('a', TenMegabytes)}}"}"""),
        "@2 MB arguments" => Call($$"""{"path":"big.txt","content":"{{new string('a', 2_000_000)}}"}"""),
        "@long message" => Utf8($$"""{"message":"{{new string('a', 300_000)}}"}"""),
        "@1,000 deep" => Utf8(new string('[', 1000) + new string(']', 1000)),
        "@1,000 deep message" => Utf8($$"""{"message":{{new string('[', 1000)}}{{new string(']', 1000)}}}"""),
        "@1,000 deep arguments" => Call($$"""{"path":{{new string('[', 1000)}}{{new string(']', 1000)}}}"""),
        "@invalid UTF-8 message" => [.. Utf8("{\"message\":\"a"), 0xff, 0xc3, .. Utf8("\"}")],
        "@invalid UTF-8 answer" => [.. Utf8("{\"answer\":\"approve\",\"reason\":\""), 0xff, 0xc3, .. Utf8("\"}")],
        "@invalid UTF-8 principal" => [.. Utf8("{\"principal\":\"a"), 0xff, .. Utf8("\",\"kind\":\"caller\",\"tools\":[\"*\"]}")],
        "@invalid UTF-8 arguments" => [.. Utf8("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"files_write","arguments":{"path":" """), 0xff, .. Utf8("\"}}}")],
        "@null byte" => [.. Utf8("{\"message\":\"a"), 0, .. Utf8("\"}")],
        "@null bytes" => new byte[1000],
        "@UTF-16" => Encoding.Unicode.GetBytes("{\"message\":\"list my tools\"}"),
        _ when text.StartsWith('@') => throw new ArgumentException($"There is no body '{text}'."),
        _ => Utf8(text),
    };

    private static byte[] Call(string arguments) =>
        Utf8($$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"files_write","arguments":{{{arguments}}}}}""");

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
