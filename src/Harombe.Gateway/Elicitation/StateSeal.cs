using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Options;

namespace Harombe.Gateway.Elicitation;

/// <summary>
/// Seals <see cref="CarriedState"/> and <see cref="CarriedInput"/> with AES-256-GCM under the host's key. A client can keep a state, replay it and send it from elsewhere, but not read
/// or change it. Thread-safe.
/// <para>
/// A replayed state opens again, on purpose: remembering used ones would take storage that all hosts share, and gains nothing. The approval in it is
/// answered once and spent once, and the record admits its call id once, each in one atomic and durable update.
/// </para>
/// </summary>
internal sealed class StateSeal(IOptions<GatewayOptions> options)
{
    // Nobody gets to make us decode more. Most of it is what an upstream wants to be reminded of.
    private const int MaxLength = 128 * 1024;
    private const int NonceLength = 12;
    private const int TagLength = 16;

    // What was sealed for one of the two is worth nothing in the place of the other.
    private static ReadOnlySpan<byte> ForApproval => "harombe requestState 1 tools/call"u8;

    private static ReadOnlySpan<byte> ForInput => "harombe requestState 1 input"u8;

    public string Seal(CarriedState state) => Seal(JsonSerializer.SerializeToUtf8Bytes(state, ElicitationJson.Default.CarriedState), ForApproval);

    public string Seal(CarriedInput state) => Seal(JsonSerializer.SerializeToUtf8Bytes(state, ElicitationJson.Default.CarriedInput), ForInput);

    /// <summary>The state, if this host's key sealed it and not one character of it was changed; null otherwise.</summary>
    public CarriedState? Open(string text) => Open(text, ForApproval, ElicitationJson.Default.CarriedState);

    /// <summary>The same for the other kind.</summary>
    public CarriedInput? OpenInput(string text) => Open(text, ForInput, ElicitationJson.Default.CarriedInput);

    private string Seal(byte[] plain, ReadOnlySpan<byte> purpose)
    {
        var sealedBytes = new byte[NonceLength + TagLength + plain.Length];
        var nonce = sealedBytes.AsSpan(0, NonceLength);
        var tag = sealedBytes.AsSpan(NonceLength, TagLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(options.Value.StateKey.Span, TagLength);
        aes.Encrypt(nonce, plain, sealedBytes.AsSpan(NonceLength + TagLength), tag, purpose);
        return Base64Url.EncodeToString(sealedBytes);
    }

    private T? Open<T>(string text, ReadOnlySpan<byte> purpose, JsonTypeInfo<T> form)
        where T : class
    {
        if (text.Length is 0 or > MaxLength || !Base64Url.IsValid(text))
        {
            return null;
        }

        var bytes = Base64Url.DecodeFromChars(text);

        // Several texts decode to the same bytes (spare bits, white space, padding); only the one that we wrote counts.
        if (bytes.Length <= NonceLength + TagLength || Base64Url.EncodeToString(bytes) != text)
        {
            return null;
        }

        var cipher = bytes.AsSpan(NonceLength + TagLength);
        var plain = new byte[cipher.Length];
        try
        {
            using var aes = new AesGcm(options.Value.StateKey.Span, TagLength);
            aes.Decrypt(bytes.AsSpan(0, NonceLength), cipher, bytes.AsSpan(NonceLength, TagLength), plain, purpose);
            return JsonSerializer.Deserialize(plain, form);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
        catch (JsonException)
        {
            // Sealed by an older version of this host that wrote other fields.
            return null;
        }
    }
}
