using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Harombe.Core.Secrets;

namespace Harombe.Audit.Forwarding;

/// <summary>Posts batches of JSON with a secret in the Authorization header, read anew each time.</summary>
internal abstract class HttpTarget(IHttpClientFactory http, ISecrets? secrets, SecretName? secret, string scheme) : ForwardTarget
{
    /// <summary>Posts, and gives the answer back when its status says success.</summary>
    protected async Task<string> PostAsync(Uri url, string body, string mediaType, CancellationToken cancellationToken)
    {
        using var client = http.CreateClient(AuditServices.Outside);
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(body, Encoding.UTF8, mediaType) };
        if (secret is { } name)
        {
            using var value = secrets is null ? null : await secrets.ReadAsync(name, cancellationToken).ConfigureAwait(false);
            request.Headers.Authorization = new AuthenticationHeaderValue(
                scheme, value?.RevealText() ?? throw new IOException($"The secret {name} is not there. Set it with 'harombe secrets set {name.Value}'."));
        }

        using var answer = await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>OTLP logs over HTTP, JSON form.</summary>
internal sealed class OtlpTarget(Uri endpoint, IHttpClientFactory http) : HttpTarget(http, null, null, "")
{
    public override string Name => "otlp";

    public override async Task SendAsync(IReadOnlyList<ForwardedEntry> entries, CancellationToken cancellationToken)
    {
        var records = new JsonArray([.. entries.Select(Record)]);
        var body = new JsonObject
        {
            ["resourceLogs"] = new JsonArray(new JsonObject
            {
                ["resource"] = new JsonObject { ["attributes"] = new JsonArray(Attribute("service.name", "harombe")) },
                ["scopeLogs"] = new JsonArray(new JsonObject { ["scope"] = new JsonObject { ["name"] = "harombe.audit" }, ["logRecords"] = records }),
            }),
        };
        var answer = await PostAsync(new Uri(endpoint.ToString().TrimEnd('/') + "/v1/logs"), body.ToJsonString(), "application/json", cancellationToken).ConfigureAwait(false);
        if (answer.Length > 0 && JsonNode.Parse(answer)?["partialSuccess"]?["rejectedLogRecords"]?.ToString() is { } rejected and not "0")
        {
            throw new IOException($"The OTLP receiver rejected {rejected} entries.");
        }
    }

    private static JsonObject Record(ForwardedEntry entry) => new JsonObject
    {
        ["timeUnixNano"] = (entry.Time.ToUnixTimeMilliseconds() * 1_000_000).ToString(CultureInfo.InvariantCulture),
        ["severityNumber"] = 9,
        ["severityText"] = "INFO",
        ["eventName"] = entry.Kind,
        ["body"] = new JsonObject { ["stringValue"] = entry.Json },
        ["attributes"] = new JsonArray(
            Attribute("harombe.audit.kind", entry.Kind),
            new JsonObject { ["key"] = "harombe.audit.sequence", ["value"] = new JsonObject { ["intValue"] = entry.Sequence.ToString(CultureInfo.InvariantCulture) } }),
    };

    private static JsonObject Attribute(string key, string value) => new JsonObject { ["key"] = key, ["value"] = new JsonObject { ["stringValue"] = value } };
}

/// <summary>Splunk's HTTP Event Collector.</summary>
internal sealed class SplunkTarget(Uri url, SecretName token, IHttpClientFactory http, ISecrets? secrets) : HttpTarget(http, secrets, token, "Splunk")
{
    public override string Name => "splunk";

    public override async Task SendAsync(IReadOnlyList<ForwardedEntry> entries, CancellationToken cancellationToken)
    {
        var body = new StringBuilder();
        foreach (var entry in entries)
        {
            body.Append(CultureInfo.InvariantCulture, $$"""{"time":{{entry.Time.ToUnixTimeMilliseconds() / 1000.0:0.000}},"host":{{JsonSerializer.Serialize(Environment.MachineName)}},"source":"harombe","sourcetype":"harombe:audit","event":{{entry.Json}}}""").Append('\n');
        }

        var answer = await PostAsync(new Uri(url.ToString().TrimEnd('/') + "/services/collector/event"), body.ToString(), "application/json", cancellationToken).ConfigureAwait(false);
        if (JsonNode.Parse(answer)?["code"]?.ToString() is not "0")
        {
            throw new IOException($"The collector answered {answer}.");
        }
    }
}

/// <summary>Elasticsearch's <c>_bulk</c>. Each entry has an id of its own, so one that is sent again is not there twice.</summary>
internal sealed class ElasticsearchTarget(Uri url, string index, string origin, SecretName? apiKey, IHttpClientFactory http, ISecrets? secrets)
    : HttpTarget(http, secrets, apiKey, "ApiKey")
{
    private const int Conflict = 409;

    public override string Name => "elasticsearch";

    public override async Task SendAsync(IReadOnlyList<ForwardedEntry> entries, CancellationToken cancellationToken)
    {
        var body = new StringBuilder();
        foreach (var entry in entries)
        {
            var action = new JsonObject { ["create"] = new JsonObject { ["_index"] = index, ["_id"] = string.Create(CultureInfo.InvariantCulture, $"{origin}/{entry.Sequence}") } };
            body.Append(action.ToJsonString()).Append('\n').Append(entry.Json).Append('\n');
        }

        var answer = await PostAsync(new Uri(url.ToString().TrimEnd('/') + "/_bulk"), body.ToString(), "application/x-ndjson", cancellationToken).ConfigureAwait(false);
        using var document = JsonDocument.Parse(answer);
        if (!document.RootElement.GetProperty("errors").GetBoolean())
        {
            return;
        }

        foreach (var item in document.RootElement.GetProperty("items").EnumerateArray())
        {
            var status = item.GetProperty("create").GetProperty("status").GetInt32();
            if (status is >= 300 and not Conflict)
            {
                throw new IOException($"Elasticsearch refused an entry with status {status}.");
            }
        }
    }
}

/// <summary>A syslog server, over TLS where it matters. A connection that breaks leaves the batch to be sent again.</summary>
internal sealed class SyslogTarget(SyslogAddress address) : ForwardTarget
{
    public override string Name => "syslog";

    public override async Task SendAsync(IReadOnlyList<ForwardedEntry> entries, CancellationToken cancellationToken)
    {
        using var link = await SyslogLink.OpenAsync(address, cancellationToken).ConfigureAwait(false);
        foreach (var entry in entries)
        {
            await link.SendAsync(SyslogMessage.Of(entry.Time, entry.Kind, entry.Json), cancellationToken).ConfigureAwait(false);
        }

        await link.EndAsync(cancellationToken).ConfigureAwait(false);
    }
}
