using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Harombe.Core.Calls;
using Harombe.Core.Secrets;

namespace Harombe.Gateway.Upstreams.Entries;

/// <summary>Where an upstream is. A closed family.</summary>
public abstract record UpstreamPlace
{
    private UpstreamPlace()
    {
    }

    /// <summary>The secrets that it is given.</summary>
    public abstract ImmutableArray<SecretName> Secrets { get; }

    /// <summary>How people see it: the command line, or the address. Holds nothing secret.</summary>
    public abstract string Shown { get; }

    /// <summary>SHA-256 over all of it, in lower-case hex: another command is another server, whatever it calls itself.</summary>
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Write(Form())));

    private protected abstract JsonObject Form();

    private static ImmutableArray<SecretName> SecretsOf(IEnumerable<WrittenValue> values) => [.. values.Select(value => value.Secret).OfType<SecretName>().Distinct()];

    private static JsonObject FormOf(ImmutableSortedDictionary<string, WrittenValue> values)
    {
        var form = new JsonObject();
        foreach (var (name, value) in values)
        {
            form[name] = value.ToString();
        }

        return form;
    }

    /// <summary>A program that speaks over its standard input and output.</summary>
    /// <param name="Program">What is started.</param>
    /// <param name="Arguments">Its arguments, each as it is: no shell reads them.</param>
    /// <param name="Environment">All that it finds in its environment, besides PATH and HOME.</param>
    /// <param name="Folder">The folder it runs in; null for one of its own.</param>
    /// <param name="Reveals">
    /// Whether it finds the secrets themselves in its environment, for as long as it runs, and not placeholders. Not a part of what the server is: whoever
    /// has accepted it need not do so again.
    /// </param>
    public sealed record Command(
        string Program, ImmutableArray<string> Arguments, ImmutableSortedDictionary<string, WrittenValue> Environment, string? Folder, bool Reveals = false) : UpstreamPlace
    {
        /// <inheritdoc/>
        public override ImmutableArray<SecretName> Secrets => SecretsOf(Environment.Values);

        /// <inheritdoc/>
        public override string Shown => string.Join(' ', [Program, .. Arguments]);

        private protected override JsonObject Form() => new()
        {
            ["command"] = Program,
            ["args"] = new JsonArray([.. Arguments.Select(one => (JsonNode)one)]),
            ["env"] = FormOf(Environment),
            ["folder"] = Folder,
        };
    }

    /// <summary>A server that speaks over HTTP.</summary>
    /// <param name="Url">Its address: https, or http on this machine.</param>
    /// <param name="Headers">What is sent with every request.</param>
    /// <param name="Transport">How it speaks: <c>auto</c>, <c>streamable</c> or <c>sse</c>.</param>
    public sealed record Address(Uri Url, ImmutableSortedDictionary<string, WrittenValue> Headers, string Transport) : UpstreamPlace
    {
        /// <inheritdoc/>
        public override ImmutableArray<SecretName> Secrets => SecretsOf(Headers.Values);

        /// <inheritdoc/>
        public override string Shown => Url.AbsoluteUri;

        /// <summary>The one host it is reached at, as tools declare theirs.</summary>
        public string Host => Url.IsDefaultPort && Url.Scheme == Uri.UriSchemeHttps && Url.IdnHost != "localhost" ? Url.IdnHost : $"{Url.IdnHost}:{Url.Port}";

        private protected override JsonObject Form() => new() { ["url"] = Url.AbsoluteUri, ["headers"] = FormOf(Headers), ["transport"] = Transport };
    }
}

/// <summary>A value that was written out, or the name of the secret that it is.</summary>
/// <param name="Text">As it was written; not a secret.</param>
/// <param name="Secret">The secret, when it is one.</param>
/// <param name="Before">What stands before the secret: <c>Bearer </c>.</param>
public readonly record struct WrittenValue(string? Text, SecretName? Secret, string Before = "")
{
    /// <inheritdoc/>
    public override string ToString() => Secret is { } secret ? Before + secret : Text ?? "";
}
