using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Harombe.Core.Calls;

namespace Harombe.Audit.Checkpoints;

/// <summary>
/// What opens the commitment of one entry, so that another can check it: the key of that entry alone, and the arguments as they were before anything was
/// taken out. HMAC-SHA-256 under the key over the arguments is the entry's <c>argumentsCommitment</c>.
/// </summary>
/// <param name="Entry">The entry's number.</param>
/// <param name="Key">32 bytes in hex.</param>
/// <param name="Arguments">Canonical JSON.</param>
public sealed record CommitmentOpening(long Entry, string Key, string Arguments)
{
    /// <summary>The member of an entry that commits to its arguments.</summary>
    public const string Member = "argumentsCommitment";

    /// <summary>An opening with arguments in any layout.</summary>
    /// <returns>Null when the arguments are no JSON.</returns>
    public static CommitmentOpening? Of(long entry, string key, string arguments)
    {
        try
        {
            using var json = JsonDocument.Parse(arguments);
            return new CommitmentOpening(entry, key, Encoding.UTF8.GetString(CanonicalJson.Write(json.RootElement)));
        }
        catch (Exception e) when (e is JsonException or CanonicalJsonException)
        {
            return null;
        }
    }

    /// <summary>Reads the file form; null when it is not that.</summary>
    public static CommitmentOpening? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, CommitmentJson.Default.CommitmentOpening) is { Key: { Length: 64 } key, Arguments: not null } opening && key.All(char.IsAsciiHexDigit)
                ? opening
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether these are the arguments that the entry committed to.</summary>
    public bool Opens(ReadOnlySpan<byte> entry)
    {
        try
        {
            var reader = new Utf8JsonReader(entry);
            using var form = JsonDocument.ParseValue(ref reader);
            return form.RootElement.TryGetProperty("seq", out var number) && number.TryGetInt64(out var sequence) && sequence == Entry
                && form.RootElement.TryGetProperty(Member, out var commitment)
                && commitment.ValueKind == JsonValueKind.String
                && commitment.GetString() == Convert.ToHexStringLower(HMACSHA256.HashData(Convert.FromHexString(Key), Encoding.UTF8.GetBytes(Arguments)));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The file form.</summary>
    public override string ToString() => JsonSerializer.Serialize(this, CommitmentJson.Default.CommitmentOpening) + "\n";
}

/// <summary>What the host reveals of an entry.</summary>
/// <param name="Entry">The entry, byte for byte.</param>
/// <param name="Key">The key of its commitment, in hex.</param>
public sealed record RevealedKey(string Entry, string Key);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CommitmentOpening))]
[JsonSerializable(typeof(RevealedKey))]
internal sealed partial class CommitmentJson : JsonSerializerContext;
