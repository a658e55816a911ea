using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Harombe.Gateway.Elicitation;

/// <summary>
/// Seals <see cref="CarriedState"/> with AES-256-GCM under the host's key. A client can keep a state, replay it and send it from elsewhere, but not read
/// or change it. Thread-safe.
/// <para>
/// A replayed state opens again, on purpose: remembering used ones would take storage that all hosts share, and gains nothing. The approval in it is
/// answered once and spent once, and the record admits its call id once, each in one atomic and durable update.
/// </para>
/// </summary>
internal sealed class StateSeal(IOptions<GatewayOptions> options)
{
    // A state is a few hundred characters; nobody gets to make us decode more.
    private const int MaxLength = 4096;
    private const int NonceLength = 12;
    private const int TagLength = 16;

    // The method is part of it: what was sealed for a call is worth nothing in another method, should one ever carry a state.
    private static ReadOnlySpan<byte> Purpose => "harombe requestState 1 tools/call"u8;

    public string Seal(CarriedState state)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(state, ElicitationJson.Default.CarriedState);
        var sealedBytes = new byte[NonceLength + TagLength + plain.Length];
        var nonce = sealedBytes.AsSpan(0, NonceLength);
        var tag = sealedBytes.AsSpan(NonceLength, TagLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(options.Value.StateKey.Span, TagLength);
        aes.Encrypt(nonce, plain, sealedBytes.AsSpan(NonceLength + TagLength), tag, Purpose);
        return Base64Url.EncodeToString(sealedBytes);
    }

    /// <summary>The state, if this host's key sealed it and not one character of it was changed; null otherwise.</summary>
    public CarriedState? Open(string text)
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
            aes.Decrypt(bytes.AsSpan(0, NonceLength), cipher, bytes.AsSpan(NonceLength, TagLength), plain, Purpose);
            return JsonSerializer.Deserialize(plain, ElicitationJson.Default.CarriedState);
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
