using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Harombe.Core.Calls;
using Harombe.Core.Secrets;

namespace Harombe.Gateway.Pinning;

/// <summary>What a definition is of. The words stand in the store.</summary>
internal enum DefinitionKind
{
    /// <summary>Nothing; never stored.</summary>
    None = 0,

    /// <summary>Where the server is and how it is started.</summary>
    Place = 1,

    /// <summary>What it tells models about itself.</summary>
    Instructions = 2,

    /// <summary>A tool, with schemas, annotations and icons.</summary>
    Tool = 3,

    /// <summary>A prompt.</summary>
    Prompt = 4,

    /// <summary>That it has resources. Which ones is not pinned: they come and go.</summary>
    Resources = 5,

    /// <summary>That it proposes values for arguments.</summary>
    Completions = 6,
}

/// <summary>One thing that an upstream says of itself, in full. Immutable.</summary>
/// <param name="Kind">What it is of.</param>
/// <param name="Name">The server's own name for it; empty where there is one only.</param>
/// <param name="Value">All of it but <c>_meta</c>, which no client and no model is ever shown.</param>
/// <param name="Hash">SHA-256 over the canonical form, in lower-case hex.</param>
internal sealed record Definition(DefinitionKind Kind, string Name, JsonElement Value, string Hash)
{
    public static Definition Of(DefinitionKind kind, string name, JsonNode value)
    {
        var shown = value.DeepClone();
        (shown as JsonObject)?.Remove("_meta");
        byte[] bytes;
        try
        {
            bytes = CanonicalJson.Write(shown);
        }
        catch (CanonicalJsonException)
        {
            // A number that a double can't hold, for example. The text itself is the careful form: a mere change of layout counts as one.
            bytes = Encoding.UTF8.GetBytes(shown.ToJsonString());
        }

        return new Definition(kind, name, JsonElement.Parse(shown.ToJsonString()), Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    public static Definition OfText(DefinitionKind kind, string text) => Of(kind, "", JsonValue.Create(text));

    /// <summary>
    /// The same without secrets: what is kept, and what anybody is shown. The hash stays that of what was said, so that a secret that becomes known, or is
    /// known no more, changes nothing about what was accepted.
    /// </summary>
    public Definition Cleaned(ISecretScanner scanner) => this with { Value = CleanJson.Of(scanner, Value) };

    /// <summary>A member of it as text; null when it is none.</summary>
    public string? Text(string member) =>
        Value.ValueKind == JsonValueKind.Object && Value.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
