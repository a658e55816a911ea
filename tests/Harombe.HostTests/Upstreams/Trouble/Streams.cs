using System.Text;
using Microsoft.AspNetCore.Http;

namespace Harombe.HostTests.Upstreams.Trouble;

/// <summary>Answers over HTTP that no client should wait for.</summary>
internal static class Streams
{
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(50);

    /// <summary>An event stream that repeats itself until nobody reads it any more.</summary>
    public static async Task RepeatAsync(HttpContext http, string text)
    {
        http.Response.ContentType = "text/event-stream";
        var chunk = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(text, Math.Max(1, 16 * 1024 / text.Length))));
        while (!http.RequestAborted.IsCancellationRequested)
        {
            await http.Response.Body.WriteAsync(chunk, http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
        }
    }

    /// <summary>Byte by byte, and never to its end.</summary>
    public static async Task TrickleAsync(HttpContext http, string type)
    {
        http.Response.ContentType = type;
        using var timer = new PeriodicTimer(Slow);
        for (var i = 0; await timer.WaitForNextTickAsync(http.RequestAborted); i++)
        {
            await http.Response.Body.WriteAsync("{\"jsonrpc\":\"2.0\",\"x\":\""u8.ToArray().AsMemory(i < 21 ? i : 20, 1), http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
        }
    }

    /// <summary>So many bytes of one result.</summary>
    public static async Task LargeAsync(HttpContext http, string type, long size)
    {
        http.Response.ContentType = type;
        var chunk = new byte[64 * 1024];
        Array.Fill(chunk, (byte)'x');
        await http.Response.WriteAsync((type == "text/event-stream" ? "data: " : "") + """{"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":" """);
        for (var sent = 0L; sent < size && !http.RequestAborted.IsCancellationRequested; sent += chunk.Length)
        {
            await http.Response.Body.WriteAsync(chunk, http.RequestAborted);
        }

        await http.Response.WriteAsync("\"}]}}\n\n", http.RequestAborted);
    }
}
