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

    /// <summary>A secret of somebody else's, known by its form.</summary>
    public const string Foreign = "ghp_" + "Q7vKx2Lr9TzWm4HdYb8NcPs3JfGu6aEe0iRt";

    public static IReadOnlyList<(string Disguise, string Text)> Disguises { get; } =
    [
        .. Encodings(Value),
        ("capitals", Value.ToUpperInvariant()),
        ("backwards", new string([.. Value.Reverse()])),
        ("split", string.Join(' ', Value.Chunk(5).Select(piece => new string(piece)))),
    ];

    /// <summary>What leaves the form of a secret to be found: one that the host doesn't know is not recognised backwards or in pieces.</summary>
    public static IReadOnlyList<(string Disguise, string Text)> ForeignDisguises { get; } = [.. Encodings(Foreign)];

    private static IEnumerable<(string Disguise, string Text)> Encodings(string value)
    {
        var utf8 = Encoding.UTF8.GetBytes(value);
        yield return ("as it is", value);
        yield return ("hex", Convert.ToHexStringLower(utf8));
        yield return ("base64", Convert.ToBase64String(utf8));
        yield return ("base64 of more", Convert.ToBase64String(Encoding.UTF8.GetBytes($"user:{value}\n")));
        yield return ("base64url", Convert.ToBase64String(utf8).Replace('+', '-').Replace('/', '_').TrimEnd('='));
        yield return ("base64 twice", Convert.ToBase64String(Encoding.UTF8.GetBytes(Convert.ToBase64String(utf8))));
        yield return ("percent", Uri.EscapeDataString(value));
        yield return ("every byte percent", string.Concat(utf8.Select(b => $"%{b:X2}")));
        yield return ("JSON escapes", string.Concat(value.Select(c => $"\\u{(int)c:x4}")));
        yield return ("without width between", string.Join('\u200b', value.ToCharArray()));
        yield return ("UTF-16 in base64", Convert.ToBase64String(Encoding.Unicode.GetBytes(value)));
        yield return ("gzip in base64", Convert.ToBase64String(Gzip(utf8)));
    }

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
