namespace Harombe.Agent.LanguageModels.Transport;

/// <summary>
/// Takes out what the SDK adds from the environment (<c>ANTHROPIC_CUSTOM_HEADERS</c>): configuration comes from harombe.yaml and nowhere else, and
/// a header could carry a credential past it.
/// </summary>
internal sealed class OwnHeaders : DelegatingHandler
{
    private static readonly HashSet<string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        "Accept", "Accept-Encoding", "Authorization", "User-Agent", "anthropic-version", "traceparent", "tracestate", "Host", "Connection", "Expect",
    };

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        foreach (var name in request.Headers.Select(header => header.Key).Where(name => !IsOurs(name)).ToList())
        {
            request.Headers.Remove(name);
        }

        return base.SendAsync(request, cancellationToken);
    }

    private static bool IsOurs(string name) => Known.Contains(name) || name.StartsWith("X-Stainless-", StringComparison.OrdinalIgnoreCase);
}
