using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Harombe.Core.Secrets;
using Harombe.Host.Configuration;

namespace Harombe.Host.Alerts;

/// <summary>
/// Posts an alert, signed by the scheme of standardwebhooks.com: HMAC-SHA-256 over "id.timestamp.body" with the bytes of the secret. The receiver compares
/// the signature, and the timestamp with its clock.
/// </summary>
internal sealed class Webhook(AlertsConfiguration configuration, ISecrets secrets, IHttpClientFactory http, TimeProvider clock)
{
    public const string Client = "alerts";

    /// <summary>Posts it once. Returns why it was not taken, or null; <c>Again</c> says whether trying again makes sense.</summary>
    public async Task<(string? Fault, bool Again)> PostAsync(Alert alert, CancellationToken cancellationToken)
    {
        using var key = await secrets.ReadAsync(SecretName.Parse(configuration.Secret.Name), cancellationToken).ConfigureAwait(false);
        if (key is null)
        {
            return ($"the secret {configuration.Secret.Name} that signs it is not stored; store it with 'harombe secrets set {configuration.Secret.Name}'", false);
        }

        var body = JsonSerializer.SerializeToUtf8Bytes(alert, AlertJson.Default.Alert);
        var timestamp = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, configuration.Webhook) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("webhook-id", alert.Id);
        request.Headers.Add("webhook-timestamp", timestamp);
        request.Headers.Add("webhook-signature", Sign(key, alert.Id, timestamp, body));
        try
        {
            using var client = http.CreateClient(Client);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            var status = (int)response.StatusCode;
            return response.IsSuccessStatusCode ? (null, false) : ($"it answered {status}", status is 408 or 425 or 429 or >= 500);
        }
        catch (HttpRequestException e)
        {
            return (e.Message, true);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ("it did not answer in time", true);
        }
    }

    private static string Sign(Secret key, string id, string timestamp, byte[] body)
    {
        var secret = Encoding.UTF8.GetBytes(key.RevealText());
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        var mac = HMACSHA256.HashData(secret, signed);
        CryptographicOperations.ZeroMemory(secret);
        return "v1," + Convert.ToBase64String(mac);
    }
}
