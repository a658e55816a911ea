using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Harombe.Core.Egress;
using Harombe.Core.Secrets;

namespace Harombe.Policy.Approvals.Channels.Webhooks;

/// <summary>
/// Posts to an approver's channel, signed by the scheme of standardwebhooks.com, over the way out that vets every destination: only to the host that the
/// configuration names, never to a private address but this machine's own by its name.
/// </summary>
internal sealed class ChannelPost(ISecrets secrets, IHttpClientFactory http, TimeProvider time)
{
    public const string Client = "approvals";

    /// <summary>What the connection may reach; read by the one who dials.</summary>
    public static readonly HttpRequestOptionsKey<HostDeclaration> Declared = new("harombe.approvals.declared");

    /// <summary>Posts once. Returns why it was not taken, or null; <c>Again</c> says whether another try makes sense.</summary>
    public async Task<(string? Fault, bool Again)> PostAsync(ApproverChannel channel, string id, HttpContent content, CancellationToken cancellationToken)
    {
        using var key = await secrets.ReadAsync(channel.Key, cancellationToken).ConfigureAwait(false);
        if (key is null)
        {
            return ($"the secret {channel.Key} that signs it is not stored; store it with 'harombe secrets set {channel.Key}'", false);
        }

        if (await AddressAsync(channel, cancellationToken).ConfigureAwait(false) is not { } url || DeclarationOf(url) is not { } declared)
        {
            return ("its address is not one of HTTPS with a host's name (http for localhost only)", false);
        }

        var body = await content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        foreach (var header in content.Headers.NonValidated)
        {
            // What isn't a header of content goes with the request.
            if (!request.Headers.TryAddWithoutValidation(header.Key, header.Value.ToString()))
            {
                request.Content.Headers.TryAddWithoutValidation(header.Key, header.Value.ToString());
            }
        }

        request.Options.Set(Declared, declared);
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp);
        request.Headers.Add("webhook-signature", Sign(key, id, timestamp, body));
        try
        {
            using var client = http.CreateClient(Client);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            var status = (int)response.StatusCode;
            return response.IsSuccessStatusCode ? (null, false) : ($"it answered {status}", status is 408 or 425 or 429 or >= 500);
        }
        catch (HttpRequestException e) when (e.InnerException is DestinationRefusedException refused)
        {
            return (refused.Reason.Message, false);
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

    private async ValueTask<Uri?> AddressAsync(ApproverChannel channel, CancellationToken cancellationToken)
    {
        if (channel.Address is not { } name)
        {
            return channel.Url;
        }

        using var address = await secrets.ReadAsync(name, cancellationToken).ConfigureAwait(false);
        return Uri.TryCreate(address?.RevealText().Trim(), UriKind.Absolute, out var url) ? url : null;
    }

    private static HostDeclaration? DeclarationOf(Uri url) =>
        url is { UserInfo: "", HostNameType: UriHostNameType.Dns } && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.Host == "localhost"))
            && HostDeclaration.TryParse(string.Create(CultureInfo.InvariantCulture, $"{url.IdnHost.ToLowerInvariant()}:{url.Port}"), out var declared) ? declared : null;

    private static string Sign(Secret key, string id, string timestamp, byte[] body)
    {
        var secret = Encoding.UTF8.GetBytes(key.RevealText());
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        var mac = HMACSHA256.HashData(secret, signed);
        CryptographicOperations.ZeroMemory(secret);
        return "v1," + Convert.ToBase64String(mac);
    }
}
