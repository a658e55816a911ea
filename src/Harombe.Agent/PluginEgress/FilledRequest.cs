using System.Text;
using System.Text.RegularExpressions;
using Harombe.Core.Secrets;

namespace Harombe.Agent.PluginEgress;

/// <summary>Copies a request with the values of credentials in the place of their placeholders: in the address, the headers and a small body.</summary>
internal static partial class FilledRequest
{
    private const int LargestBody = 1024 * 1024;

    /// <summary>The copy, for the caller to dispose.</summary>
    /// <param name="request">As the plugin made it.</param>
    /// <param name="value">The value behind a wire form. May throw.</param>
    /// <param name="cancellationToken">Ends reading the body.</param>
    public static async ValueTask<HttpRequestMessage> OfAsync(HttpRequestMessage request, Func<string, string> value, CancellationToken cancellationToken)
    {
        // In an address a value is data, never a part of its form.
        var address = Fill(request.RequestUri!.AbsoluteUri, wire => Uri.EscapeDataString(value(wire))); // not null: it was vetted
        var copy = new HttpRequestMessage(request.Method, address) { Version = request.Version, VersionPolicy = request.VersionPolicy };
        foreach (var (name, values) in request.Headers.NonValidated)
        {
            copy.Headers.TryAddWithoutValidation(name, values.Select(one => Fill(one, value)));
        }

        copy.Headers.Host = null; // the address says it, and nothing else
        if (request.Content is { } content)
        {
            copy.Content = await OfAsync(content, value, cancellationToken).ConfigureAwait(false);
        }

        return copy;
    }

    private static async ValueTask<HttpContent> OfAsync(HttpContent content, Func<string, string> value, CancellationToken cancellationToken)
    {
        HttpContent copy;
        if (content.Headers.ContentLength is > LargestBody or null && content is not (ByteArrayContent or FormUrlEncodedContent))
        {
            copy = new StreamContent(await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false));
        }
        else
        {
            // Latin-1 keeps every byte as it is, and a placeholder is ASCII.
            var body = Encoding.Latin1.GetString(await content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
            copy = new ByteArrayContent(Encoding.Latin1.GetBytes(Fill(body, wire => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(value(wire))))));
        }

        foreach (var (name, values) in content.Headers.NonValidated)
        {
            if (!name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            {
                copy.Headers.TryAddWithoutValidation(name, values);
            }
        }

        return copy;
    }

    private static string Fill(string text, Func<string, string> value) =>
        text.Contains(Placeholder.Prefix, StringComparison.Ordinal) ? Wire().Replace(text, match => value(match.Value)) : text;

    [GeneratedRegex("hrbph_[0-9a-f]{24}")]
    private static partial Regex Wire();
}
