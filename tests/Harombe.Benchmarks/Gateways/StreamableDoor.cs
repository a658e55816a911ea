using System.Net.Http.Headers;

namespace Harombe.Benchmarks.Gateways;

/// <summary>Streamable HTTP: so many sessions, which take turns.</summary>
internal sealed class StreamableDoor : IDoor
{
    private readonly HttpClient http;
    private readonly Uri url;
    private readonly string tool;
    private readonly string?[] sessions;
    private long last;

    private StreamableDoor(HttpClient http, Uri url, string tool, string?[] sessions) => (this.http, this.url, this.tool, this.sessions) = (http, url, tool, sessions);

    public static async Task<StreamableDoor> OpenAsync(Uri url, string tool, int sessions, string? token = null)
    {
        var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = 64, AllowAutoRedirect = false }) { Timeout = TimeSpan.FromMinutes(1) };
        if (token is not null)
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        var door = new StreamableDoor(http, url, tool, new string?[sessions]);
        for (var index = 0; index < sessions; index++)
        {
            await door.BeginAsync(index);
        }

        return door;
    }

    public async Task CallAsync()
    {
        var id = Interlocked.Increment(ref last);
        using var response = await SendAsync(Frames.Call(id, tool), sessions[id % sessions.Length]);
        Frames.Check(await response.Content.ReadAsStringAsync());
    }

    public ValueTask DisposeAsync()
    {
        http.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task BeginAsync(int index)
    {
        using (var response = await SendAsync(System.Text.Encoding.UTF8.GetBytes(Frames.Initialize), null))
        {
            await response.Content.ReadAsStringAsync();
            response.EnsureSuccessStatusCode();
            sessions[index] = response.Headers.TryGetValues("mcp-session-id", out var ids) ? ids.Single() : null;
        }

        using var told = await SendAsync(System.Text.Encoding.UTF8.GetBytes(Frames.Initialized), sessions[index]);
        told.EnsureSuccessStatusCode();
    }

    private Task<HttpResponseMessage> SendAsync(byte[] message, string? session)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(message) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TryAddWithoutValidation("Accept", "application/json, text/event-stream");
        if (session is not null)
        {
            request.Headers.TryAddWithoutValidation("mcp-session-id", session);
            request.Headers.TryAddWithoutValidation("mcp-protocol-version", "2025-06-18");
        }

        return http.SendAsync(request);
    }
}
