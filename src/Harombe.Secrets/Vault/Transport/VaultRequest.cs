using System.Text.Json;

namespace Harombe.Secrets.Vault.Transport;

/// <summary>One request, as often as it may be sent.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path without <c>v1/</c>, with its query.</param>
/// <param name="Body">Writes the JSON body; null for none. Called anew for each attempt.</param>
/// <param name="Once">It must not happen twice: it is repeated only where it surely had no effect.</param>
internal sealed record VaultRequest(HttpMethod Method, string Path, Action<Utf8JsonWriter>? Body = null, bool Once = false)
{
    /// <summary>Statuses that are an answer here and no fault.</summary>
    public Func<int, bool> Accepts { get; init; } = static _ => false;

    /// <summary>A path of names, each of which is escaped, so that a name can't climb out of its folder or begin a query.</summary>
    public static string Escaped(string path) => string.Join('/', path.Trim('/').Split('/').Select(part => part is "." or ".." or ""
        ? throw new ArgumentException($"'{path}' has an empty part, or one made of dots.", nameof(path))
        : Uri.EscapeDataString(part)));
}

/// <summary>The token that a request is sent with, and which one of this process it is.</summary>
internal readonly record struct VaultTicket(string Token, int Generation)
{
    public static VaultTicket None { get; } = new("", 0);

    public override string ToString() => "(token)";
}
