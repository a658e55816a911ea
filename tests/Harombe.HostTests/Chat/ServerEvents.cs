using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Harombe.HostTests.Chat;

/// <summary>One server-sent event.</summary>
internal sealed record ServerEvent(long Id, string Kind, JsonElement Data)
{
    public string Text(string property) => Data.GetProperty(property).GetString() ?? "";

    public string Line => $"{Id} {Kind} {Data.GetRawText()}";
}

/// <summary>Reads server-sent events as a client does, line by line.</summary>
internal static class ServerEvents
{
    public static async Task<List<ServerEvent>> ReadAllAsync(HttpResponseMessage response)
    {
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode} {(response.IsSuccessStatusCode ? "" : await response.Content.ReadAsStringAsync())}");
        return await ReadAsync(response).ToListAsync();
    }

    public static async IAsyncEnumerable<ServerEvent> ReadAsync(HttpResponseMessage response, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        var (id, kind, data) = (0L, "", "");
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Length == 0 && kind.Length > 0)
            {
                yield return new ServerEvent(id, kind, JsonElement.Parse(data));
                (kind, data) = ("", "");
            }
            else if (line.StartsWith("id: ", StringComparison.Ordinal))
            {
                id = long.Parse(line[4..], System.Globalization.CultureInfo.InvariantCulture);
            }
            else if (line.StartsWith("event: ", StringComparison.Ordinal))
            {
                kind = line[7..];
            }
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                data += line[6..];
            }
        }
    }
}
