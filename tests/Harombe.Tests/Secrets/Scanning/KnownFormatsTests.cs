using System.Text;
using Harombe.Core.Secrets;
using Harombe.Secrets.Scanning;
using Harombe.Secrets.Scanning.Formats;

namespace Harombe.Tests.Secrets.Scanning;

public sealed class KnownFormatsTests
{
    [Theory]
    [InlineData("GitHub token", "ghp_", Scans.Base62, 36)]
    [InlineData("GitHub app token", "ghs_", Scans.Base62, 36)]
    [InlineData("GitHub fine-grained token", "github_pat_", Scans.Base62, 82)]
    [InlineData("GitLab personal access token", "glpat-", Scans.Base62, 20)]
    [InlineData("Anthropic API key", "sk-ant-api03-", Scans.Base62, 95)]
    [InlineData("OpenAI project key", "sk-proj-", Scans.Base62, 120)]
    [InlineData("sk- API key", "sk-", Scans.Base62, 48)]
    [InlineData("OpenRouter API key", "sk-or-v1-", Scans.Hex, 64)]
    [InlineData("Hugging Face token", "hf_", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", 34)]
    [InlineData("Groq API key", "gsk_", Scans.Base62, 52)]
    [InlineData("Replicate token", "r8_", Scans.Base62, 37)]
    [InlineData("Slack bot token", "xoxb-730191371829-", Scans.Base62, 24)]
    [InlineData("Stripe secret key", "sk_live_", Scans.Base62, 24)]
    [InlineData("Stripe restricted key", "rk_live_", Scans.Base62, 24)]
    [InlineData("Stripe webhook secret", "whsec_", Scans.Base62, 32)]
    [InlineData("Shopify access token", "shpat_", Scans.Hex, 32)]
    [InlineData("Google API key", "AIza", Scans.Base62, 35)]
    [InlineData("Google OAuth client secret", "GOCSPX-", Scans.Base62, 28)]
    [InlineData("DigitalOcean personal token", "dop_v1_", Scans.Hex, 64)]
    [InlineData("HashiCorp Vault service token", "hvs.", Scans.Base62, 24)]
    [InlineData("Databricks token", "dapi", Scans.Hex, 32)]
    [InlineData("npm token", "npm_", Scans.Base62, 36)]
    [InlineData("PyPI token", "pypi-AgEIcHlwaS5vcmc", Scans.Base62, 100)]
    [InlineData("RubyGems key", "rubygems_", Scans.Hex, 48)]
    [InlineData("Docker personal token", "dckr_pat_", Scans.Base62, 27)]
    [InlineData("Linear key", "lin_api_", Scans.Base62, 40)]
    [InlineData("AWS access key", "AKIA", Scans.Base32, 16)]
    [InlineData("AWS access key", "ASIA", Scans.Base32, 16)]
    [InlineData("Harombe token", "hrb_c_", "0123456789abcdefghijklmnopqrstuvwxyz", 32)]
    [InlineData("Harombe token", "hrb_own_", "0123456789abcdefghijklmnopqrstuvwxyz", 20)]
    [InlineData("Slack webhook", "hooks.slack.com/services/T0123ABCD/B0123ABCD/", Scans.Base62, 24)]
    public void Token_is_found_whole_wherever_it_stands(string kind, string prefix, string alphabet, int length)
    {
        var token = prefix + Scans.Random(alphabet, length);
        foreach (var (before, after) in new[]
        {
            ("", ""), ("see ", " there"), ("\"", "\""), ("(", ")"), ("\\n", "\\n"), ("%20", "%20"), ("\\u0022", "\\u0022"), ("https://x.test/?q=", "&a=b"), ("Ω", "Ω"), ("_", " "),
        })
        {
            Assert.Equal((kind, token, before), (Scans.Only(before + token + after).Kind, Scans.Only(before + token + after).Text, before));
        }
    }

    [Fact]
    public void At_least_two_hundred_kinds_are_known() => Assert.True(KnownFormats.All.Select(format => format.Kind).Distinct().Count() >= 200);

    [Fact]
    public void Every_anchor_can_be_told_apart_by_the_index()
    {
        foreach (var anchor in KnownFormats.All.SelectMany(format => format.Anchors))
        {
            Assert.True(anchor.Text.Length >= 3 && (Ascii.IsValid(anchor.Text) || !anchor.IgnoresCase), anchor.Text);
            Assert.False(anchor.IgnoresCase && anchor.Text.Any(char.IsAsciiLetterUpper), anchor.Text);
        }
    }

    [Fact]
    public void Right_check_digits_prove_a_token_that_looks_like_an_example()
    {
        var body = new string('x', 30);
        Assert.Empty(Scans.Plain.Scan("ghp_" + body + "xxxxxx"));
        Assert.Equal("GitHub token", Scans.Only("ghp_" + body + Digits(body)).Kind);
    }

    [Fact]
    public void Check_digits_are_those_of_a_token_that_was_published_by_its_issuer_and_revoked()
    {
        // Cut in two so that other scanners leave this file alone.
        Assert.True(Base62Checksum.Holds("zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ" + "0mLq17"));
        Assert.False(Base62Checksum.Holds("zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ" + "0mLq18"));
    }

    [Fact]
    public void Token_with_letters_glued_to_its_end_is_found_with_them()
    {
        var token = "ghp_" + Scans.Random(Scans.Base62, 36);
        Assert.Equal(token + "AAA", Scans.Only(token + "AAA").Text);
    }

    [Theory]
    [InlineData("RSA PRIVATE KEY", "\n")]
    [InlineData("PRIVATE KEY", "\r\n")]
    [InlineData("OPENSSH PRIVATE KEY", "\\n")]
    [InlineData("PGP PRIVATE KEY BLOCK", "\n")]
    public void Private_key_is_found_from_its_first_dash_to_its_last(string label, string lineEnd)
    {
        var lines = Enumerable.Range(0, 5).Select(i => Scans.Random(Scans.Base62 + "+/", 64, i));
        var block = $"-----BEGIN {label}-----{lineEnd}{string.Join(lineEnd, lines)}{lineEnd}-----END {label}-----";
        Assert.Equal(("private key", block), Scans.Only($"key = \"{block}\" # end"));
        // Cut off in the middle, it goes to where it was cut.
        Assert.Equal(block[..200], Scans.Only("x " + block[..200]).Text);
    }

    [Fact]
    public void Public_keys_and_mentions_of_private_ones_pass()
    {
        var body = Scans.Random(Scans.Base62, 64);
        Assert.Empty(Scans.Plain.Scan($"-----BEGIN PUBLIC KEY-----\n{body}\n-----END PUBLIC KEY-----"));
        Assert.Empty(Scans.Plain.Scan($"-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----"));
        Assert.Empty(Scans.Plain.Scan("if (text.StartsWith(\"-----BEGIN PRIVATE KEY-----\")) return Pem(text);"));
        Assert.Empty(Scans.Plain.Scan("-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----"));
    }

    [Fact]
    public void Json_web_token_is_found_without_the_full_stop_behind_it()
    {
        var token = Part("""{"alg":"HS256","typ":"JWT"}""") + "." + Part("""{"sub":"42","name":"Ada"}""") + "." + Scans.Random(Scans.Base62, 43);
        Assert.Equal(("JSON web token", token), Scans.Only($"It was {token}."));
        var encrypted = Part("""{"alg":"dir","enc":"A256GCM"}""") + ".." + string.Join('.', Scans.Random(Scans.Base62, 16), Scans.Random(Scans.Base62, 80), Scans.Random(Scans.Base62, 22));
        Assert.Equal(("JSON web token", encrypted), Scans.Only($"It was {encrypted}"));
        Assert.Empty(Scans.Plain.Scan(Part("""{"colour":"blue"}""") + "." + Part("""{"sub":"42"}""") + "." + Scans.Random(Scans.Base62, 43)));
    }

    [Fact]
    public void Amazon_secret_is_found_beside_its_id_and_by_its_label()
    {
        var id = "AKIA" + Scans.Random(Scans.Base32, 16);
        var secret = Scans.Random(Scans.Base62 + "/+", 40);
        Assert.Equal(["AWS access key", "AWS secret access key"], Scans.Plain.Scan($"{id}\n{secret}\n").Select(f => f.Kind));
        Assert.Equal($"{{\"id\":\"[redacted: AWS access key]\",\"s\":\"[redacted: AWS secret access key]\"}}", Scans.Plain.Redact($"{{\"id\":\"{id}\",\"s\":\"{secret}\"}}").Value);
        Assert.Equal(secret, Scans.Only($"aws_secret_access_key = {secret}").Text);
        Assert.Equal("AWS access key", Scans.Only($"{id} committed da39a3ee5e6b4b0d3255bfef95601890afd80709").Kind);
    }

    [Theory]
    [InlineData("postgres://app:Tr0ub4dor&3@db.test:5432/app", "Tr0ub4dor&3")]
    [InlineData("redis://:p@ss.w0rd@cache.test", "p@ss.w0rd")]
    [InlineData("see https://ada:lovelace99@x.test/path?a=b", "lovelace99")]
    [InlineData("Server=db;User=sa;Password=Sup3r!Geheim;Encrypt=true", "Sup3r!Geheim")]
    [InlineData("DB_PASSWORD=hunter2hunter2", "hunter2hunter2")]
    [InlineData("password: \"S3cr3t with spaces\"", "S3cr3t with spaces")]
    [InlineData("{\"dbPassword\": \"s3cr3t\\\"quote\"}", "s3cr3t\\\"quote")]
    [InlineData("{\\\"password\\\": \\\"s3cr3tpass\\\"}", "s3cr3tpass")]
    [InlineData("<password>s3cr3tpass</password>", "s3cr3tpass")]
    [InlineData("tool --password s3cr3tpass --verbose", "s3cr3tpass")]
    [InlineData("client_secret = 'k3jw5r4yh9kcj4bq5z8x4h'", "k3jw5r4yh9kcj4bq5z8x4h")]
    [InlineData("x-api-key: 9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c", "9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c")]
    [InlineData("https://x.test/cb?access_token=9f8a7b6c5d4e3f2a1b0c&state=1", "9f8a7b6c5d4e3f2a1b0c")]
    [InlineData("Authorization: Bearer mF_9.B5f-4.1JqM-x7Zq81", "mF_9.B5f-4.1JqM-x7Zq81")]
    [InlineData("authorization: basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", "QWxhZGRpbjpvcGVuIHNlc2FtZQ==")]
    public void Labelled_value_is_found_and_its_label_stays(string text, string secret) => Assert.Equal(secret, Scans.Only(text).Text);

    private static string Part(string json) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));

    private static string Digits(string body)
    {
        var crc = Base62Checksum.Of(body);
        var digits = new char[6];
        for (var i = 5; i >= 0; i--, crc /= 62)
        {
            digits[i] = Scans.Base62[(int)(crc % 62)];
        }

        return new string(digits);
    }
}
