using System.Net.Http.Headers;
using System.Net.ServerSentEvents;

namespace Harombe.Benchmarks.Gateways;

/// <summary>The older HTTP road, answers on one stream of events for each session: what mcp-hub serves.</summary>
internal sealed class EventsDoor : IDoor
{
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly string tool;
    private readonly List<(Uri Post, Pending Pending)> sessions = [];
    private long turn;

    private EventsDoor(string tool) => this.tool = tool;

    public static async Task<EventsDoor> OpenAsync(Uri url, string tool, int sessions)
    {
        var door = new EventsDoor(tool);
        for (var index = 0; index < sessions; index++)
        {
            await door.BeginAsync(url);
        }

        return door;
    }

    public async Task CallAsync()
    {
        var (post, pending) = sessions[(int)(Interlocked.Increment(ref turn) % sessions.Count)];
        Frames.Check(await pending.AskAsync(id => PostAsync(post, Frames.Call(id, tool))));
    }

    public ValueTask DisposeAsync()
    {
        http.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task BeginAsync(Uri url)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Accept.ParseAdd("text/event-stream");
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        var (pending, place) = (new Pending(), new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously));
        _ = ReadAsync(response, url, pending, place);
        var post = await place.Task;
        await PostAsync(post, System.Text.Encoding.UTF8.GetBytes(Frames.Initialize));
        await PostAsync(post, System.Text.Encoding.UTF8.GetBytes(Frames.Initialized));
        sessions.Add((post, pending));
    }

    private static async Task ReadAsync(HttpResponseMessage response, Uri url, Pending pending, TaskCompletionSource<Uri> place)
    {
        try
        {
            await foreach (var item in SseParser.Create(await response.Content.ReadAsStreamAsync()).EnumerateAsync())
            {
                if (item.EventType == "endpoint")
                {
                    place.TrySetResult(new Uri(url, item.Data));
                }
                else
                {
                    pending.Take(item.Data);
                }
            }
        }
        catch (Exception e) when (e is IOException or HttpRequestException or ObjectDisposedException or OperationCanceledException)
        {
            // The door was closed.
        }

        pending.Fail("The stream of events ended.");
    }

    private async Task PostAsync(Uri place, byte[] message)
    {
        using var content = new ByteArrayContent(message) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        using var response = await http.PostAsync(place, content);
        response.EnsureSuccessStatusCode();
        await response.Content.ReadAsByteArrayAsync();
    }
}
