using System.Text.Json;
using Harombe.Host.Configuration;

namespace Harombe.Host.Hosting;

/// <summary>Looks whether an Ollama runs on this machine, to offer its models. It is never used because it is there: somebody must choose it.</summary>
internal static class LocalOllama
{
    private const int MostNames = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    /// <summary>The line that offers it; null when there is none, or nothing in it, or a real model is set already.</summary>
    public static async Task<string?> OfferAsync(HarombeConfiguration configuration, IHttpClientFactory http, CancellationToken cancellationToken)
    {
        var place = configuration.Model.Ollama.BaseUrl;
        if (!configuration.Model.Name.IsOffline || !place.IsLoopback)
        {
            return null;
        }

        var models = await ModelsAsync(place, http, cancellationToken).ConfigureAwait(false);
        return models.Count == 0 ? null : $"Ollama runs here with {string.Join(", ", models.Take(MostNames))}{(models.Count > MostNames ? ", …" : "")}: to use it, model: ollama/{models[0]} in harombe.yaml";
    }

    /// <summary>The models that it has; none when it can't be asked.</summary>
    public static async Task<IReadOnlyList<string>> ModelsAsync(Uri place, IHttpClientFactory http, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            using var client = http.CreateClient(nameof(LocalOllama));
            await using var body = await client.GetStreamAsync(new Uri(place, "/api/tags"), patience.Token).ConfigureAwait(false);
            using var tags = await JsonDocument.ParseAsync(body, cancellationToken: patience.Token).ConfigureAwait(false);
            return [.. tags.RootElement.GetProperty("models").EnumerateArray().Select(model => model.GetProperty("name").GetString() ?? "").Where(name => name.Length > 0)];
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or JsonException or KeyNotFoundException or InvalidOperationException or IOException)
        {
            return [];
        }
    }
}
