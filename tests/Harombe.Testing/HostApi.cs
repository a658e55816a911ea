using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Harombe.Testing;

/// <summary>A client of a running host that carries one token, or none. Thread-safe.</summary>
public sealed class HostApi : IDisposable
{
    private static readonly TimeSpan Never = TimeSpan.FromMinutes(1);
    private readonly HttpClient http;

    /// <summary>Makes the client; nothing is sent.</summary>
    /// <param name="url">Where the host listens.</param>
    /// <param name="token">The token to send.</param>
    /// <param name="connect">Connects in another way than this process would.</param>
    public HostApi(Uri url, string? token, Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>>? connect = null)
    {
        Url = url;
        Token = token;
        // Neither redirects nor cookies: a test sees what the host answers.
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, ConnectCallback = connect }) { BaseAddress = url, Timeout = Never };
        http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (token is not null)
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    /// <summary>Where the host listens.</summary>
    public Uri Url { get; }

    /// <summary>The token that is sent.</summary>
    public string? Token { get; }

    /// <summary>The same host with another token.</summary>
    public HostApi As(string? token) => new(Url, token);

    /// <summary>Sends whatever it is.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => http.SendAsync(request);

    /// <summary>Whether the host says that it is ready.</summary>
    public async Task<bool> IsReadyAsync()
    {
        using var response = await http.GetAsync("/readyz");
        return response.IsSuccessStatusCode;
    }

    /// <summary>The JSON at a path. Anything but success is a failure with the body in its message.</summary>
    public async Task<JsonElement> GetAsync(string path) => await ReadAsync(await http.GetAsync(path));

    /// <summary>Says something and waits until the turn stands still.</summary>
    public Task<JsonElement> ChatAsync(string message, string? session = null) => PostAsync("/chat", new { message, session });

    /// <summary>Says something and doesn't wait for anything but the name of the conversation.</summary>
    public async Task<string> BeginAsync(string message)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/chat/stream") { Content = JsonContent.Create(new { message }) };
        await foreach (var (kind, value) in EventsAsync(request))
        {
            return kind == "session" ? value.GetProperty("session").GetString()! : throw new HttpRequestException($"A stream that begins with {kind}."); // not null: a session has a name
        }

        throw new HttpRequestException("A stream without events.");
    }

    /// <summary>The questions in a state, newest first.</summary>
    public async Task<IReadOnlyList<JsonElement>> ApprovalsAsync(string state) =>
        [.. (await GetAsync($"/approvals?state={state}&limit=200")).GetProperty("approvals").EnumerateArray()];

    /// <summary>Answers a question.</summary>
    public Task<HttpResponseMessage> AnswerAsync(string approval, bool yes) =>
        http.PostAsJsonAsync($"/approvals/{approval}", new { answer = yes ? "approve" : "deny" });

    /// <summary>Entries of the record, oldest first; each is the recorded entry itself.</summary>
    public async Task<IReadOnlyList<JsonElement>> AuditAsync(string kind, string? call = null)
    {
        var entries = new List<JsonElement>();
        for (string? after = ""; after is not null;)
        {
            var page = await GetAsync($"/audit?limit=1000&kind={kind}{(call is null ? "" : $"&call={call}")}{after}");
            entries.AddRange(page.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("entry")));
            after = page.GetProperty("next") is { ValueKind: JsonValueKind.Number } next ? $"&after={next.GetInt64()}" : null;
        }

        return entries;
    }

    /// <summary>Issues a token; the owner's privilege.</summary>
    public async Task<string> IssueAsync(string principal, string kind, IReadOnlyList<string> tools, int? days = null) =>
        (await PostAsync("/tokens", new { principal, kind, tools, days })).GetProperty("token").GetString()!; // not null: a token was issued

    /// <summary>Every event of a conversation up to the end of its last turn.</summary>
    public async Task<IReadOnlyList<(string Kind, JsonElement Value)>> EndOfTurnAsync(string session)
    {
        var events = new List<(string, JsonElement)>();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/chat/{session}/stream");
        await foreach (var item in EventsAsync(request))
        {
            events.Add(item);
        }

        return events;
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    // A stream that stays silent is as much a failure as one that says something wrong, so it has an end.
    private async IAsyncEnumerable<(string Kind, JsonElement Value)> EventsAsync(HttpRequestMessage request)
    {
        using var never = new CancellationTokenSource(Never);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, never.Token);
        response.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(never.Token), Encoding.UTF8);
        var kind = "";
        while (await reader.ReadLineAsync(never.Token) is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal))
            {
                kind = line["event: ".Length..];
            }
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                yield return (kind, JsonElement.Parse(line["data: ".Length..]));
            }
        }
    }

    private async Task<JsonElement> PostAsync(string path, object body) => await ReadAsync(await http.PostAsJsonAsync(path, body));

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync();
            return response.IsSuccessStatusCode
                ? JsonElement.Parse(text)
                : throw new HttpRequestException($"{response.RequestMessage?.Method} {response.RequestMessage?.RequestUri?.PathAndQuery}: {(int)response.StatusCode} {text}");
        }
    }
}
