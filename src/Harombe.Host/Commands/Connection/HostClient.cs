using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Harombe.Host.Hosting;

namespace Harombe.Host.Commands.Connection;

/// <summary>
/// Asks the running host. What the host refuses and a host that isn't there come back as values. Not thread-safe beyond what
/// <see cref="HttpClient"/> is: requests may overlap.
/// </summary>
internal sealed class HostClient(HttpClient http, Uri url, string? token, RunningHost note, string folder, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The host's address, without a slash at its end.</summary>
    public string Url { get; } = url.ToString().TrimEnd('/');

    /// <summary>What it asks with: without a token of its own, for those who send theirs.</summary>
    public HttpClient Http => http;

    /// <summary>What the host wrote of itself.</summary>
    public RunningHost Note => note;

    /// <summary>The folder it owns.</summary>
    public string Folder => folder;

    /// <summary>Asks for JSON.</summary>
    public Task<Answer<JsonDocument>> GetAsync(string path, CancellationToken cancellationToken) => SendAsync(HttpMethod.Get, path, null, cancellationToken);

    /// <summary>Sends a value and reads JSON; an answer without content reads as <c>null</c>.</summary>
    public Task<Answer<JsonDocument>> SendAsync<T>(HttpMethod method, string path, T body, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        SendAsync(method, path, JsonContent.Create(body, type), cancellationToken);

    /// <inheritdoc cref="SendAsync{T}"/>
    public async Task<Answer<JsonDocument>> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var waited = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(waited.Token, cancellationToken);
        try
        {
            if ((await OpenAsync(method, path, content, null, either.Token).ConfigureAwait(false)).Failed(out var stop, out var response))
            {
                return stop;
            }

            using (response)
            {
                var bytes = await response.Content.ReadAsByteArrayAsync(either.Token).ConfigureAwait(false);
                return JsonDocument.Parse(bytes.Length == 0 ? "null"u8.ToArray() : bytes);
            }
        }
        catch (JsonException)
        {
            return Strange();
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return Gone();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Stop(ExitCode.Failed, "cli.silent", $"the host at {Url} didn't answer for {Patience.TotalSeconds:0} s", "Look at its log; 'harombe status' tells which layer is not ready.");
        }
    }

    /// <summary>Opens an answer that is read as it comes.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">Path and query.</param>
    /// <param name="content">The body.</param>
    /// <param name="lastEvent">The id of the last event seen, to go on after it.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<Answer<HttpResponseMessage>> OpenAsync(HttpMethod method, string path, HttpContent? content, string? lastEvent, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, Url + path) { Content = content };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (lastEvent is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEvent);
        }

        try
        {
            var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            // A host that is not ready says so with a report, not with a problem.
            if (response.IsSuccessStatusCode || (response.StatusCode == HttpStatusCode.ServiceUnavailable && response.Content.Headers.ContentType?.MediaType == "application/json"))
            {
                return response;
            }

            using (response)
            {
                return await ProblemReading.ReadAsync(response, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (HttpRequestException)
        {
            return Gone();
        }
    }

    /// <summary>Whether something answers at the host's address.</summary>
    public async Task<bool> IsAliveAsync(CancellationToken cancellationToken)
    {
        if ((await OpenAsync(HttpMethod.Get, "/healthz", null, null, cancellationToken).ConfigureAwait(false)).Failed(out _, out var response))
        {
            return false;
        }

        response.Dispose();
        return true;
    }

    /// <summary>The host's answer is not what this version understands.</summary>
    public Stop Strange() => new(ExitCode.Failed, "cli.answer", $"the host at {Url} gave an answer that this version doesn't understand", "Use the same version of both: 'harombe status' tells the host's.");

    public void Dispose() => http.Dispose();

    private Stop Gone() => Stop.NoHost(folder);
}
