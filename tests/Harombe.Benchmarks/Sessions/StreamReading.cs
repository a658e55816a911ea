using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace Harombe.Benchmarks.Sessions;

/// <summary>Reads streams as a client does, and notes how late each token comes and whether one is missing, doubled or out of order.</summary>
internal static class StreamReading
{
    /// <summary>One request; the lateness of each token in milliseconds.</summary>
    /// <param name="http">The client.</param>
    /// <param name="path">Where to ask.</param>
    /// <param name="body">What to say.</param>
    /// <param name="token">The text in an event's data; null when it holds none.</param>
    /// <param name="late">Where to note the lateness.</param>
    /// <returns>The event ids that were seen, in order.</returns>
    /// <exception cref="InvalidOperationException">Something was lost.</exception>
    public static async Task<List<long>> ReadAsync(HttpClient http, string path, object body, Func<string, JsonElement, string?> token, List<double> late)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var (kind, next, rest, ids) = ("", 0, "", new List<long>());
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal))
            {
                ids.Add(long.Parse(line.AsSpan(4), CultureInfo.InvariantCulture));
            }
            else if (line.StartsWith("event: ", StringComparison.Ordinal))
            {
                kind = line[7..];
            }
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                using var data = JsonDocument.Parse(line.AsMemory(6));
                if (token(kind, data.RootElement) is { } text)
                {
                    rest = Take(rest + text, ref next, late);
                }
            }
        }

        return next == TickingModel.Tokens && rest.Length == 0 ? ids : throw new InvalidOperationException($"{next} of {TickingModel.Tokens} tokens arrived; '{rest}' is left.");
    }

    // Tokens that waited together come as one piece; each counts by its own time.
    private static string Take(string text, ref int next, List<double> late)
    {
        var now = Stopwatch.GetTimestamp();
        for (int end; (end = text.IndexOf(' ', StringComparison.Ordinal)) >= 0; text = text[(end + 1)..])
        {
            var parts = text[..end].Split(':');
            if (int.Parse(parts[0], CultureInfo.InvariantCulture) != next++)
            {
                throw new InvalidOperationException($"Token {parts[0]} came where {next - 1} should.");
            }

            late.Add(Stopwatch.GetElapsedTime(long.Parse(parts[1], CultureInfo.InvariantCulture), now).TotalMilliseconds);
        }

        return text;
    }
}
