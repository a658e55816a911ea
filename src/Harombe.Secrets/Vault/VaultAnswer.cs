using System.Security.Cryptography;
using System.Text.Json;
using Harombe.Core.Secrets;

namespace Harombe.Secrets.Vault;

/// <summary>
/// An answer of Vault, in the one form that all its engines share. Its bytes are pinned and zeroed when it is disposed, and its elements point into them:
/// take what you need before. Not thread-safe.
/// </summary>
internal sealed class VaultAnswer : IDisposable
{
    private const int Deepest = 32;

    private readonly byte[] bytes;
    private readonly JsonDocument document;

    private VaultAnswer(byte[] bytes, JsonDocument document)
    {
        this.bytes = bytes;
        this.document = document;
    }

    /// <summary>The whole answer.</summary>
    public JsonElement Root => document.RootElement;

    /// <summary>The engine's part; undefined when there is none.</summary>
    public JsonElement Data => Root.TryGetProperty("data", out var data) ? data : default;

    /// <summary>The lease of what was issued; empty when there is none.</summary>
    public string LeaseId => Text(Root, "lease_id");

    /// <summary>How long it lasts, by the server.</summary>
    public TimeSpan LeaseDuration => Seconds(Root, "lease_duration");

    /// <summary>Whether it can be made to last longer.</summary>
    public bool IsRenewable => Root.TryGetProperty("renewable", out var renewable) && renewable.ValueKind == JsonValueKind.True;

    /// <summary>Takes over the bytes of an answer; they must be pinned.</summary>
    /// <exception cref="JsonException">They are no JSON object, or one too deep.</exception>
    public static VaultAnswer Parse(byte[] bytes, int length)
    {
        try
        {
            var document = JsonDocument.Parse(bytes.AsMemory(0, length), new JsonDocumentOptions { MaxDepth = Deepest });
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return new VaultAnswer(bytes, document);
            }

            document.Dispose();
            throw new JsonException("Not an object.");
        }
        catch
        {
            CryptographicOperations.ZeroMemory(bytes);
            throw;
        }
    }

    /// <summary>A text of an object; empty when it has none of this name.</summary>
    public static string Text(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? Text(value) : "";

    /// <summary>An element that is a text.</summary>
    /// <exception cref="VaultException">It has half a character in it, which JSON lets one write.</exception>
    public static string Text(JsonElement text)
    {
        try
        {
            return text.GetString() ?? "";
        }
        catch (InvalidOperationException e)
        {
            throw NoText(e);
        }
    }

    /// <summary>A number of seconds of an object; zero when it has none, or one that is no duration.</summary>
    public static TimeSpan Seconds(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
        && value.TryGetInt64(out var seconds) && seconds is > 0 and < int.MaxValue
            ? TimeSpan.FromSeconds(seconds)
            : TimeSpan.Zero;

    /// <summary>A field as a secret: a text as it is, anything else as its JSON. Null when it is missing or empty: an empty secret would pass for a real one.</summary>
    public static Secret? SecretOf(JsonElement of, string name)
    {
        if (of.ValueKind != JsonValueKind.Object || !of.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        var raw = System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(value);
        if (value.ValueKind != JsonValueKind.String)
        {
            return new Secret(raw);
        }

        var text = GC.AllocateUninitializedArray<byte>(raw.Length, pinned: true);
        try
        {
            var reader = new Utf8JsonReader(raw);
            reader.Read();
            var length = reader.CopyString(text);
            return length == 0 ? null : new Secret(text.AsSpan(0, length));
        }
        catch (InvalidOperationException e)
        {
            throw NoText(e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }

    public void Dispose()
    {
        document.Dispose();
        CryptographicOperations.ZeroMemory(bytes);
    }

    private static VaultException NoText(Exception cause) => new(VaultFault.Foreign, "The answer isn't Vault's: it has a text that is none.", cause);
}
