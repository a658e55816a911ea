using System.ComponentModel.DataAnnotations;
using Harombe.Core.Plugins;
using Harombe.Core.Tools;

namespace Harombe.Plugins.Http;

/// <summary>What stands below <c>plugins.http</c>, besides the hosts and secrets that the operator grants.</summary>
[PluginSettings]
public sealed record HttpSettings
{
    /// <summary>The APIs.</summary>
    public IReadOnlyList<HttpApi> Apis { get; init; } = [];
}

/// <summary>One API.</summary>
public sealed record HttpApi
{
    /// <summary>What its tools' names begin with.</summary>
    [RegularExpression("^[a-z][a-z0-9]{0,15}$", ErrorMessage = "must be 1 to 16 lower-case letters and digits, beginning with a letter")]
    public required string Name { get; init; }

    /// <summary>Its OpenAPI document (2.0, 3.0, 3.1 or 3.2; JSON or YAML).</summary>
    public required SettingsFile Document { get; init; }

    /// <summary>Where it is served; by default the document's first server.</summary>
    public Uri? Server { get; init; }

    /// <summary>The secret that it wants, as <c>secret://github/token</c>; none by default.</summary>
    [RegularExpression("^secret://[a-z0-9_.-]+(/[a-z0-9_.-]+)*$", ErrorMessage = "must be a reference such as secret://github/token")]
    public string? Secret { get; init; }

    /// <summary>The name behind the reference.</summary>
    internal string? SecretName => Secret?["secret://".Length..];

    /// <summary>The header that carries the secret.</summary>
    [RegularExpression("^[A-Za-z][A-Za-z0-9-]{0,63}$", ErrorMessage = "must be the name of a header")]
    public string Header { get; init; } = "Authorization";

    /// <summary>What stands before the secret in the header; nothing when empty.</summary>
    [RegularExpression("^[A-Za-z]{0,32}$", ErrorMessage = "must be a word, or empty")]
    public string Scheme { get; init; } = "Bearer";

    /// <summary>The operations that become tools, by operationId; all by default.</summary>
    public IReadOnlyList<string>? Only { get; init; }

    /// <summary>What single operations risk, by operationId, where the method says too little or too much.</summary>
    public IReadOnlyDictionary<string, Risk> Risks { get; init; } = new Dictionary<string, Risk>();
}
