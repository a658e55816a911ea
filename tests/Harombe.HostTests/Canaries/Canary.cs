using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Harombe.HostTests.Canaries;

/// <summary>A stored secret of no format, and what it looks like in each disguise.</summary>
internal static class Canary
{
    public const string Name = "canary/passphrase";
    public const string Value = "Vq83+lamp/Zk19=harbour-Xy77wQ";

    public static IReadOnlyList<(string Disguise, string Text)> Disguises { get; } =
    [
        ("as it is", Value),
        ("hex", Convert.ToHexStringLower(Utf8)),
        ("base64", Convert.ToBase64String(Utf8)),
        ("base64 of more", Convert.ToBase64String(Encoding.UTF8.GetBytes($"user:{Value}\n"))),
        ("base64url", Convert.ToBase64String(Utf8).Replace('+', '-').Replace('/', '_').TrimEnd('=')),
        ("base64 twice", Convert.ToBase64String(Encoding.UTF8.GetBytes(Convert.ToBase64String(Utf8)))),
        ("percent", Uri.EscapeDataString(Value)),
        ("every byte percent", string.Concat(Utf8.Select(b => $"%{b:X2}"))),
        ("JSON escapes", string.Concat(Value.Select(c => $"\\u{(int)c:x4}"))),
        ("capitals", Value.ToUpperInvariant()),
        ("backwards", new string([.. Value.Reverse()])),
        ("split", string.Join(' ', Value.Chunk(5).Select(piece => new string(piece)))),
        ("without width between", string.Join('\u200b', Value.ToCharArray())),
        ("UTF-16 in base64", Convert.ToBase64String(Encoding.Unicode.GetBytes(Value))),
        ("gzip in base64", Convert.ToBase64String(Gzip(Utf8))),
    ];

    /// <summary>Every way in which bytes may hold a text: by itself, as JSON writes it, and in base64.</summary>
    public static IEnumerable<byte[]> Needles(string text)
    {
        string[] forms =
        [
            text, JsonSerializer.Serialize(text)[1..^1], JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text),
            // In the middle of a file that is sent in base64: without the characters that depend on what stands beside it.
            .. Enumerable.Range(0, 3).Select(before => Convert.ToBase64String(Encoding.UTF8.GetBytes(new string(' ', before) + text))[(before == 0 ? 0 : 4)..].TrimEnd('=')[..^3]),
        ];
        return forms.Distinct().SelectMany(form => new[] { Encoding.UTF8.GetBytes(form), Encoding.Unicode.GetBytes(form) });
    }

    private static byte[] Utf8 => Encoding.UTF8.GetBytes(Value);

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Optimal))
        {
            stream.Write(bytes);
        }

        return packed.ToArray();
    }
}
