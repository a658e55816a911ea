using System.Text.Json;
using Harombe.Core.Secrets;

namespace Harombe.Tests.Secrets.Scanning;

public sealed class JsonRedactionTests
{
    private static readonly string Token = "ghp_" + Scans.Random(Scans.Base62, 36);

    [Fact]
    public void Clean_document_comes_back_byte_for_byte()
    {
        const string json = """{ "a" : [1.50, true, null, "\u0041\/"], "b":{} }""";
        Assert.Equal(json, Redact(json));
    }

    [Fact]
    public void Secret_spelled_in_escapes_is_found()
    {
        var escaped = string.Concat(Token.Select(c => $"\\u{(int)c:x4}"));
        Assert.Equal("""{"a":["[redacted: GitHub token]"]}""", Redact($$"""{"a":["{{escaped}}"]}"""));
    }

    [Fact]
    public void Secret_in_a_name_is_found_and_the_value_stays() =>
        Assert.Equal("""{"[redacted: GitHub token]":"fine","b":2}""", Redact($$"""{"{{Token}}":"fine","b":2}"""));

    [Theory]
    [InlineData("""{"password":"s3cr3t\u0021pass"}""", """{"password":"[redacted: labelled password]"}""")]
    [InlineData("""{"password":"s3\"cr3t!pass"}""", """{"password":"[redacted: labelled password]"}""")]
    [InlineData("""{"password":7391846205}""", """{"password":"[redacted: labelled password]"}""")]
    [InlineData("""{"user":"ada","note":"no password here"}""", """{"user":"ada","note":"no password here"}""")]
    public void Name_makes_its_value_a_secret(string json, string expected) => Assert.Equal(expected, Redact(json));

    [Fact]
    public void Issued_number_becomes_its_placeholder() =>
        Assert.Equal("""[1,"⟦pin⟧"]""", Redact("[1,9182736450]", Scans.Knowing(("pin", "9182736450"))));

    [Fact]
    public void Issued_secret_with_quotes_and_line_ends_is_found_however_it_is_escaped()
    {
        const string value = "li\"ne\n1/ü<&>";
        var scanner = Scans.Knowing(("odd", value));
        Assert.Equal("""{"a":"⟦odd⟧"}""", Redact(JsonSerializer.Serialize(new { a = value }), scanner));
        Assert.Equal("""{"a":"⟦odd⟧"}""", Redact("""{"a":"li\u0022ne\n1\/\u00fc\u003C\u0026>"}""", scanner));
    }

    [Fact]
    public void Redacted_document_is_clean_and_still_JSON()
    {
        var clean = Redact($$"""{"password":"{{Token}}","x":["Bearer {{Token}}",{"api_key":"{{Token}} {{Token}}"}]}""");
        Assert.DoesNotContain(Token[4..12], clean, StringComparison.Ordinal);
        Assert.Equal(clean, Redact(clean));
    }

    private static string Redact(string json, ISecretScanner? scanner = null)
    {
        using var document = JsonDocument.Parse(json);
        return (scanner ?? Scans.Plain).RedactJson(document.RootElement).Value;
    }
}
