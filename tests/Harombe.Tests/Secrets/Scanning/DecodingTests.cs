using System.IO.Compression;
using System.Text;
using CsCheck;
using Harombe.Core.Secrets;
using Harombe.Secrets.Scanning.Decoding;
using Harombe.Testing;

namespace Harombe.Tests.Secrets.Scanning;

/// <summary>A found secret, not one of ours, in each disguise: what is found in a disguise is redacted as far as the disguise goes.</summary>
public sealed class DecodingTests
{
    private static readonly string Token = "ghp_" + Scans.Random(Scans.Base62, 36);

    public static TheoryData<string, string> Disguises => new()
    {
        { "JSON escapes", string.Concat(Token.Select(c => $"\\u{(int)c:x4}")) },
        { "some JSON escapes", Token.Replace("ghp_", "\\u0067hp\\u005f", StringComparison.Ordinal) },
        { "JSON in JSON", string.Concat(Token.Select(c => $"\\\\u{(int)c:x4}")) },
        { "braced escapes", string.Concat(Token.Select(c => $"\\u{{{(int)c:x}}}")) },
        { "hex escapes", string.Concat(Token.Select(c => $"\\x{(int)c:x2}")) },
        { "percent", string.Concat(Token.Select(c => $"%{(int)c:X2}")) },
        { "percent twice", string.Concat(Token.Select(c => $"%25{(int)c:x2}")) },
        { "entities", string.Concat(Token.Select(c => $"&#{(int)c};")) },
        { "hexadecimal entities", string.Concat(Token.Select(c => $"&#x{(int)c:x};")) },
        { "base64", Convert.ToBase64String(Encoding.UTF8.GetBytes(Token)) },
        { "base64 of more", Convert.ToBase64String(Encoding.UTF8.GetBytes($"user:{Token}\n")) },
        { "base64url", Convert.ToBase64String(Encoding.UTF8.GetBytes($"??>>{Token}")).Replace('+', '-').Replace('/', '_').TrimEnd('=') },
        { "base64 twice", Convert.ToBase64String(Encoding.UTF8.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(Token)))) },
        { "hex", Convert.ToHexStringLower(Encoding.UTF8.GetBytes(Token)) },
        { "upper-case hex", Convert.ToHexString(Encoding.UTF8.GetBytes(Token)) },
        { "UTF-16 in base64", Convert.ToBase64String(Encoding.Unicode.GetBytes(Token)) },
        { "big-endian UTF-16 in base64", Convert.ToBase64String(Encoding.BigEndianUnicode.GetBytes(Token)) },
        { "gzip in base64", Convert.ToBase64String(Gzip(Token)) },
        { "zlib in base64", Convert.ToBase64String(Zlib(Token)) },
        { "gzip in hex of gzip in base64", Convert.ToBase64String(Gzip(Convert.ToBase64String(Gzip(Token)))) },
        { "zeros between", string.Join('\0', Token.ToCharArray()) },
        { "characters without width", string.Join('\u200b', Token.ToCharArray()) },
        { "soft hyphens", string.Join('\u00ad', Token.ToCharArray()) },
        { "wide letters", string.Concat(Token.Select(c => (char)(c - '!' + '\uff01'))) },
        { "Cyrillic look-alikes", Token.Replace('p', 'р').Replace('a', 'а').Replace('e', 'е').Replace('o', 'о') },
    };

    [Theory]
    [MemberData(nameof(Disguises))]
    public void Token_is_found_in_disguise(string disguise, string text)
    {
        var clean = Scans.Plain.Redact($"see ({text}) there").Value;
        Assert.True(clean == "see ([redacted: GitHub token]) there", $"{disguise}: {clean}");
    }

    // Found by the canaries in exported spans: what stands before an encoded secret in an address is of its alphabet and moved all that followed.
    [Theory]
    [InlineData("/chat/", "/stream")]
    [InlineData("/a/bc/def/", "")]
    [InlineData("canary_", "")]
    [InlineData("x-", "-y")]
    public void Encoded_secret_is_found_behind_the_parts_of_a_path_or_a_name(string before, string behind)
    {
        const string Secret = "kRrq sEcret0+vAlue/of mIne 42";
        var scanner = Scans.Knowing(("mine", Secret));
        string[] forms =
        [
            Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret)), Convert.ToBase64String(Encoding.Unicode.GetBytes(Secret)), Convert.ToBase64String(Gzip(Secret)),
            Convert.ToBase64String(Encoding.UTF8.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret)))),
        ];
        foreach (var form in forms)
        {
            Assert.DoesNotContain(form.TrimEnd('='), scanner.Redact($"GET {before}{form}{behind} done").Value, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Stored_secret_is_found_that_is_split_and_escaped_at_once()
    {
        var scanner = Scans.Knowing(("mine", "Vq83+lamp/Zk19=harbour-Xy77wQ"));
        Assert.DoesNotContain("lamp", scanner.Redact("could not read Vq83\\u002B lamp/ Zk19= harbo ur-Xy 77wQ .").Value, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Disguises))]
    public void Stored_secret_of_no_format_is_found_in_disguise(string disguise, string text)
    {
        const string Secret = "kRrq sEcret0 vAlue-of mIne 42";
        Assert.NotNull(text);
        var scanner = Scans.Knowing(("mine", Secret));
        var disguised = disguise switch
        {
            "gzip in base64" => Convert.ToBase64String(Gzip(Secret)),
            "UTF-16 in base64" => Convert.ToBase64String(Encoding.Unicode.GetBytes(Secret)),
            "percent twice" => string.Concat(Secret.Select(c => $"%25{(int)c:x2}")),
            "JSON in JSON" => string.Concat(Secret.Select(c => $"\\\\u{(int)c:x4}")),
            "base64 twice" => Convert.ToBase64String(Encoding.UTF8.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret)))),
            "characters without width" => string.Join('\u200b', Secret.ToCharArray()),
            _ => Secret,
        };
        Assert.Equal("see (⟦mine⟧) there", scanner.Redact($"see ({disguised}) there").Value);
    }

    [Fact]
    public void What_is_encoded_deeper_than_anybody_looks_is_not_called_clean()
    {
        var text = "nothing here but a harmless sentence that goes on for a while";
        for (var depth = 0; depth <= Layers.Deepest; depth++)
        {
            Assert.Empty(Scans.Plain.Scan(text));
            text = Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
        }

        Assert.Equal(Layers.Unread, Assert.Single(Scans.Plain.Scan(text)).Kind);
    }

    [Fact]
    public void What_unpacks_to_more_than_anybody_looks_at_is_not_called_clean()
    {
        var bomb = Convert.ToBase64String(Gzip(new string('a', 40 * 1024 * 1024)));
        Assert.Equal(Layers.Unread, Assert.Single(Scans.Plain.Scan($"x {bomb} y")).Kind);
    }

    [Fact]
    public void Packed_file_that_came_as_one_character_a_byte_is_looked_into() =>
        Assert.NotEmpty(Scans.Plain.Scan(Encoding.Latin1.GetString(Gzip($"a line\n{Token}\n"))));

    [Fact]
    public void Any_bytes_in_any_encoding_are_scanned_without_an_exception() =>
        Gen.Select(Gen.Byte.Array[0, 400], Gen.Int[0, 4], Gen.String).Sample(
            (bytes, how, around) =>
            {
                var text = how switch
                {
                    0 => Convert.ToBase64String(bytes),
                    1 => Convert.ToHexString(bytes),
                    2 => Encoding.Latin1.GetString([0x1f, 0x8b, 8, .. bytes]),
                    3 => string.Concat(bytes.Select(b => $"%{b:x2}")),
                    _ => string.Concat(bytes.Select(b => $"\\u00{b:x2}")),
                };
                Scans.Plain.Scan(around + text + around);
            },
            iter: Rounds.Of(quick: 2_000, full: 200_000));

    private static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Optimal))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }

    private static byte[] Zlib(string text)
    {
        using var packed = new MemoryStream();
        using (var stream = new ZLibStream(packed, CompressionLevel.Optimal))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }
}
