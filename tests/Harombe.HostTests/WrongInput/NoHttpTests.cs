using System.Net.Sockets;
using System.Text;

namespace Harombe.HostTests.WrongInput;

/// <summary>
/// Bytes that are no request, or one that no client library would send. Kestrel itself refuses most of them before there is a request that anything of ours
/// could be asked about, and takes nobody's words for it: with a status, without a body, and with the end of the connection. What can be promised of such
/// an answer is that it is whole, that it repeats nothing of what was sent, and that it doesn't say what server it came from.
/// </summary>
public sealed class NoHttpTests(SteadfastHost host) : IClassFixture<SteadfastHost>
{
    private const string Ours = "Host: {host}\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n";

    // what, the request ({host} and {token} are good ones), the status
    public static TheoryData<string, string, int> Requests => new()
    {
        { "no HTTP at all", "hello\r\n\r\n", 400 },
        { "another protocol's version", $"GET /tools HTTP/9.9\r\n{Ours}\r\n", 505 },
        { "no method", $" /tools HTTP/1.1\r\n{Ours}\r\n", 400 },
        { "a null byte in the path", $"GET /approvals/%00 HTTP/1.1\r\n{Ours}\r\n", 400 },
        { "a raw null byte in the path", $"GET /approvals/\0 HTTP/1.1\r\n{Ours}\r\n", 400 },
        { "a null byte in a header", $"GET /tools HTTP/1.1\r\nX-Any: a\0b\r\n{Ours}\r\n", 400 },
        { "a header without a name", $"GET /tools HTTP/1.1\r\n: x\r\n{Ours}\r\n", 400 },
        { "a header on two lines", $"GET /tools HTTP/1.1\r\nX-Any: a\r\n b\r\n{Ours}\r\n", 400 },
        { "no Host", "GET /tools HTTP/1.1\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n", 400 },
        { "two Hosts", $"GET /tools HTTP/1.1\r\nHost: evil.com\r\n{Ours}\r\n", 400 },
        { "an empty Host", "GET /tools HTTP/1.1\r\nHost:\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n", 403 },
        { "no Host in HTTP/1.0", "GET /tools HTTP/1.0\r\nAuthorization: Bearer {token}\r\n\r\n", 403 },
        { "an address in the request line that isn't the Host", $"GET http://evil.com/tools HTTP/1.1\r\n{Ours}\r\n", 400 },
        { "huge headers", $"GET /tools HTTP/1.1\r\nX-Any: {new string('a', 100_000)}\r\n{Ours}\r\n", 431 },
        { "very many headers", $"GET /tools HTTP/1.1\r\n{string.Concat(Enumerable.Range(0, 1000).Select(i => $"X-{i}: a\r\n"))}{Ours}\r\n", 431 },
        { "a huge path", $"GET /approvals/{new string('a', 100_000)} HTTP/1.1\r\n{Ours}\r\n", 414 },
        { "a negative length", $"POST /chat HTTP/1.1\r\n{Ours}Content-Length: -1\r\n\r\n", 400 },
        { "two lengths", $"POST /chat HTTP/1.1\r\n{Ours}Content-Length: 2\r\nContent-Length: 40\r\n\r\n{{}}", 400 },
        { "chunks that are none", $"POST /chat HTTP/1.1\r\n{Ours}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{{}}\r\n0\r\n\r\n", 400 },
        { "an unknown transfer coding", $"POST /chat HTTP/1.1\r\n{Ours}Transfer-Encoding: gzip\r\n\r\n", 400 },
        { "a length far beyond the limit", $"POST /chat HTTP/1.1\r\n{Ours}Content-Type: application/json\r\nContent-Length: 99999999999\r\n\r\n", 413 },
        { "a tunnel", "CONNECT evil.com:443 HTTP/1.1\r\nHost: evil.com:443\r\nConnection: close\r\n\r\n", 403 },
        { "TLS", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\r\n\r\n", 400 },
    };

    [Theory, MemberData(nameof(Requests))]
    public async Task Is_refused_and_the_host_lives_on(string what, string request, int status)
    {
        var before = await host.StateAsync();

        var answer = await SendAsync(request.Replace("{host}", host.Owner.Url.Authority, StringComparison.Ordinal).Replace("{token}", host.Owner.Token, StringComparison.Ordinal));

        Assert.True(answer.StartsWith($"HTTP/1.1 {status} ", StringComparison.Ordinal), $"{what}: {answer}");
        var (head, body) = answer.Split("\r\n\r\n", 2) is [var first, var rest] ? (first, rest) : throw new InvalidOperationException($"{what}: no whole answer: {answer}");
        Assert.Contains("\r\nConnection: close", head, StringComparison.Ordinal);
        Assert.DoesNotContain("\r\nServer:", head, StringComparison.Ordinal);
        Assert.DoesNotContain("evil", answer, StringComparison.Ordinal);
        Assert.DoesNotContain(host.Owner.Token!, answer, StringComparison.Ordinal); // not null: it was sent
        if (body.Length > 0)
        {
            Assert.Contains("application/problem+json", head, StringComparison.Ordinal);
            Assert.Contains("\"rule\":\"", body, StringComparison.Ordinal);
            Assert.Contains("\"remedy\":\"", body, StringComparison.Ordinal);
        }
        else
        {
            Assert.Contains("\r\nContent-Length: 0", head, StringComparison.Ordinal);
            Assert.True(status is 400 or 413 or 414 or 431 or 505, $"{what}: what is ours to refuse has a reason");
        }

        Assert.Equal(before, await host.StateAsync());
    }

    private async Task<string> SendAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(host.Owner.Url.Host, host.Owner.Url.Port);
        var stream = client.GetStream();
        using var answer = new MemoryStream();
        using var never = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(request), never.Token);
            await stream.CopyToAsync(answer, never.Token);
        }
        catch (IOException)
        {
            // The server may hang up on the rest of what it has refused; what it said before that counts.
        }

        return Encoding.Latin1.GetString(answer.ToArray());
    }
}
