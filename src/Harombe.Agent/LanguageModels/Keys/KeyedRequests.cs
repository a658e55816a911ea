using System.Net.Http.Headers;
using Harombe.Core.Secrets;

namespace Harombe.Agent.LanguageModels.Keys;

/// <summary>
/// Puts a key in the place of its placeholder, for the moment in which a request leaves. The SDKs above are only ever given the placeholder: nothing that they
/// keep, log or throw holds the key. Asked anew for each attempt, so that a lease that was taken back sends nothing more, and only for the place that
/// the lease names.
/// </summary>
internal sealed class KeyedRequests(IPlaceholderResolver? placeholders = null) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Headers.Authorization is not { Parameter: { } wire } standsFor || !wire.StartsWith(Placeholder.Prefix, StringComparison.Ordinal))
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            // A header is a string: this copy of the key lives until it is collected, and nothing refers to it once the request is sent.
            using (var key = request.RequestUri is { } to ? placeholders?.Resolve(wire, ModelKeys.PlaceOf(to)) : null)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue(standsFor.Scheme, key?.RevealText() ?? throw new KeyGoneException());
            }

            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            request.Headers.Authorization = standsFor;
        }
    }
}
