using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Harombe.Core.Secrets;
using Harombe.Secrets.Scanning;
using Harombe.Secrets.Scanning.Issued;

namespace Harombe.Tests.Secrets.Scanning;

public sealed class IssuedSecretsTests
{
    private const string Value = "pa55/wörd+\"&<long>?";

    public static TheoryData<string, string> Disguises()
    {
        var utf8 = Encoding.UTF8.GetBytes(Value);
        return new TheoryData<string, string>
        {
            { "as it is", Value },
            { "backwards", new string(Value.Reverse().ToArray()) },
            { "in capitals", Value.ToUpperInvariant() },
            { "split by spaces", string.Join(' ', Value.Chunk(4).Select(piece => new string(piece))) },
            { "split over lines", string.Join('\n', Value.Chunk(5).Select(piece => new string(piece))) },
            { "put together in code", string.Join("\" + \"", Value.Chunk(3).Select(piece => new string(piece))) },
            { "hex", Convert.ToHexStringLower(utf8) },
            { "upper-case hex", Convert.ToHexString(utf8) },
            { "base64", Convert.ToBase64String(utf8) },
            { "base64url", Convert.ToBase64String(utf8).Replace('+', '-').Replace('/', '_').TrimEnd('=') },
            { "percent", Uri.EscapeDataString(Value) },
            { "lower-case percent", Regex.Replace(Uri.EscapeDataString(Value), "%..", match => match.Value.ToLowerInvariant()) },
            { "every byte percent", string.Concat(utf8.Select(b => $"%{b:X2}")) },
            { "JSON", JsonSerializer.Serialize(Value)[1..^1] },
            { "readable JSON", JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(Value) },
            { "JSON with escaped solidus", JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(Value).Replace("/", "\\/", StringComparison.Ordinal) },
        };
    }

    [Theory]
    [MemberData(nameof(Disguises))]
    public void Issued_secret_is_known_in_every_usual_encoding(string disguise, string form)
    {
        var scanner = Scans.Knowing(("db/password", Value));
        Assert.True(scanner.Redact($"x={form};").Value == "x=⟦db-password⟧;", disguise);
        Assert.True(Scans.Plain.Redact($"x={form};").Value == $"x={form};", disguise);
    }

    [Theory]
    [InlineData("")]
    [InlineData("u")]
    [InlineData("us")]
    [InlineData("user:")]
    [InlineData("user name:")]
    public void Issued_secret_is_known_in_base64_of_more_than_itself(string before)
    {
        var scanner = Scans.Knowing(("db/password", Value));
        foreach (var after in new[] { "", "a", "ab", "abc" })
        {
            var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(before + Value + after));
            var clean = scanner.Redact(encoded).Value;
            Assert.Contains("⟦db-password⟧", clean, StringComparison.Ordinal);
            Assert.True(Left(clean) <= (before.Length + after.Length + 2) * 8 / 6, clean);
        }
    }

    [Fact]
    public void Value_shorter_than_eight_is_not_looked_for() => Assert.Empty(Scans.Knowing(("pin", "1234567")).Scan("say 1234567"));

    [Fact]
    public void Value_that_is_not_text_is_known_in_hex_and_base64()
    {
        byte[] value = [0xff, 0xfe, 0, 1, 2, 3, 4, 5, 6, 7];
        var issued = new IssuedSecrets();
        issued.Add(SecretName.Parse("raw"), value);
        var scanner = new SecretScanner(issued);
        Assert.Equal("⟦raw⟧", scanner.Redact(Convert.ToHexStringLower(value)).Value);
        Assert.Equal("⟦raw⟧", scanner.Redact(Convert.ToBase64String(value)).Value);
    }

    [Fact]
    public void Replaced_value_stays_known_and_keeps_the_placeholder()
    {
        var issued = new IssuedSecrets();
        var name = SecretName.Parse("a");
        issued.Add(name, "old-value-1"u8);
        issued.Add(name, "new-value-2"u8);
        var findings = new SecretScanner(issued).Scan("old-value-1 new-value-2");
        Assert.Equal(2, findings.Count);
        Assert.All(findings, f => Assert.Equal(issued.PlaceholderOf(name), f.Placeholder));
    }

    [Fact]
    public void Secret_that_begins_another_does_not_hide_it()
    {
        var scanner = Scans.Knowing(("short", "abcdefgh1"), ("long", "abcdefgh123"));
        Assert.Equal("⟦long⟧ ⟦short⟧", scanner.Redact("abcdefgh123 abcdefgh1").Value);
    }

    [Fact]
    public void Issued_secret_of_a_known_format_gets_its_placeholder()
    {
        var token = "ghp_" + Scans.Random(Scans.Base62, 36);
        var scanner = Scans.Knowing(("github/token", token));
        Assert.Equal("a ⟦github-token⟧ b", scanner.Redact($"a {token} b").Value);
        Assert.Equal("Bearer ⟦github-token⟧", scanner.Redact($"Bearer {token}").Value);
    }

    [Fact]
    public void Two_findings_that_overlap_in_part_become_one_so_that_no_rest_is_left()
    {
        var scanner = Scans.Knowing(("a", "12345678AB"), ("b", "ABcdefghijkl"));
        var finding = Assert.Single(scanner.Scan("x12345678ABcdefghijkl!"));
        Assert.Equal((1, 20), (finding.Start, finding.Length));
        Assert.Null(finding.Placeholder);
    }

    private static int Left(string clean) => clean.Replace("⟦db-password⟧", "", StringComparison.Ordinal).Length;
}
