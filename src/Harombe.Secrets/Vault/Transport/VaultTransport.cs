using System.Net;
using System.Net.Http.Headers;

namespace Harombe.Secrets.Vault.Transport;

/// <summary>Sends one attempt of one request and tells an answer from each kind of fault. Thread-safe.</summary>
internal sealed class VaultTransport : IDisposable
{
    private const int MostRedirects = 2;

    private readonly HttpMessageInvoker http;
    private readonly VaultOptions options;

    public VaultTransport(VaultOptions options)
    {
        this.options = options;
        http = new HttpMessageInvoker(VaultHandler.Create(options));
    }

    /// <summary>The answer with its status; no answer for 204 and 404.</summary>
    /// <exception cref="VaultException">There is none.</exception>
    public async Task<(int Status, VaultAnswer? Answer)> SendAsync(VaultRequest request, VaultTicket ticket, CancellationToken cancellationToken)
    {
        var url = new Uri(options.Address, $"{options.Address.AbsolutePath.TrimEnd('/')}/v1/{request.Path}");
        for (var hops = 0; ; hops++)
        {
            try
            {
                using var body = request.Body is null ? null : new SecretBody(request.Body);
                using var message = Message(request, url, ticket, body);
                using var response = await http.SendAsync(message, cancellationToken).ConfigureAwait(false);
                if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308))
                {
                    return await VaultReading.ReadAsync(request, response, cancellationToken).ConfigureAwait(false);
                }

                url = hops < MostRedirects ? Followed(url, response) : throw new VaultException(VaultFault.Standby, "Vault's nodes send requests from one to the other.");
            }
            catch (HttpRequestException e)
            {
                throw Fault(e);
            }
            catch (IOException e)
            {
                throw new VaultException(VaultFault.Cut, "The connection to Vault broke off.", e);
            }
        }
    }

    public void Dispose() => http.Dispose();

    private HttpRequestMessage Message(VaultRequest request, Uri url, VaultTicket ticket, SecretBody? body)
    {
        var message = new HttpRequestMessage(request.Method, url) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionOrLower };
        // Vault Agent demands it: a page or a server that was tricked into a request can't set it.
        message.Headers.Add("X-Vault-Request", "true");
        if (options.Namespace.Length > 0)
        {
            message.Headers.Add("X-Vault-Namespace", options.Namespace);
        }

        if (ticket.Token.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            throw new VaultException(VaultFault.Denied, "The credential for Vault is no token: it has characters that no header can carry.");
        }

        if (ticket.Token.Length > 0)
        {
            message.Headers.TryAddWithoutValidation("X-Vault-Token", ticket.Token);
        }

        if (body is not null)
        {
            message.Content = new ReadOnlyMemoryContent(body.Written) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        }

        return message;
    }

    // A standby that doesn't hand requests on names the active node. The token goes there only if the operator has named that node, too: whoever can answer
    // in Vault's place would otherwise be given it.
    private Uri Followed(Uri asked, HttpResponseMessage response)
    {
        var target = response.Headers.Location is { } location ? new Uri(asked, location) : null;
        if (target is not null && (int)response.StatusCode is 307 or 308 && target.PathAndQuery == asked.PathAndQuery
            && options.Nodes.Append(options.Address).Any(node => Uri.Compare(node, target, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0))
        {
            return target;
        }

        var host = target is null ? "nowhere" : $"{target.Scheme}://{target.Host}:{target.Port}";
        throw new VaultException(
            VaultFault.Redirected, $"Vault redirects to {host}, which is not one of its configured nodes; the token was not sent there. Add it to security.credentials.vault_nodes if it is one.");
    }

    private VaultException Fault(HttpRequestException e) => e.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError => new(VaultFault.Unreachable, $"Nobody answers at {options.Address.Authority}.", e),
        HttpRequestError.SecureConnectionError => new(VaultFault.Unreachable, $"{options.Address.Authority} has no certificate that is trusted for it{(options.AuthorityFile.Length > 0 ? " by security.credentials.vault_ca" : "")}.", e),
        HttpRequestError.ResponseEnded or HttpRequestError.HttpProtocolError => new(VaultFault.Cut, "The connection to Vault broke off.", e),
        HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded => new(VaultFault.Foreign, "What answers there speaks no HTTP that Vault would.", e),
        _ => new(VaultFault.Cut, "The connection to Vault broke off.", e),
    };
}
