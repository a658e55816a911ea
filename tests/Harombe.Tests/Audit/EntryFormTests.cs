using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CsCheck;
using Harombe.Core.Approvals;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Core.Principals;
using Harombe.Core.Secrets;
using Harombe.Core.Tools;

namespace Harombe.Tests.Audit;

public sealed class EntryFormTests
{
    private static readonly PrincipalId Ada = new("ada");
    private static readonly CallId Some = new("call_1");

    public static TheoryData<AuditEntry> EveryKind =>
    [
        Sample.Intent(Some), Sample.Outcome(Some), Sample.Stopped(Some), Sample.Host(),
        new ApproverTold(new ApprovalId("apr_1"), Some, "untold", Ada, "generic", 4, "It answered 500.") { Time = Sample.Noon },
        new LinkRefused("link.forged", null, 3) { Time = Sample.Noon },
        new PolicyChanged("loaded", "p2", "p1", "00ff", null) { Time = Sample.Noon },
        new ConfigurationChanged("changed", ["agent.max_steps"], "00ff", Ada) { Time = Sample.Noon },
        new EgressDecided("denied", Some, Ada, "run r1", "api.example.com:443", null, "GET", new Redacted<string>("/v1?q=\"1\""), "egress.rules", "p2", [SecretName.Parse("github/token")]) { Time = Sample.Noon },
        new LeaseChanged("granted", new LeaseId("lse_1"), Some, ToolName.Parse("issues.open"), Ada, [SecretName.Parse("github/token")], [SecretName.Parse("github/token")], "vault", null) { Time = Sample.Noon },
        new SecretsRedacted(Some, Ada, "result", new Dictionary<string, int> { ["GitHub token"] = 2 }) { Time = Sample.Noon },
        new SandboxAttested("attested", Some, "sbx_1", "runsc", "sha256:00ff", new Dictionary<string, string> { ["network"] = "none" }) { Time = Sample.Noon },
        new PinChanged("upstream", "changed", "github", "1.2", "00ff", "ff00", ["github.search"], Ada) { Time = Sample.Noon },
        new AccessChanged("signed-in", Ada, TokenKinds.Admin, Ada) { Time = Sample.Noon },
        new SecretChanged("stored", SecretName.Parse("github/token"), Ada) { Time = Sample.Noon },
        new KeyAnnounced("log+00000000+AQ==", null, null) { Time = Sample.Noon },
        new BodiesErased("retention", ["0-9"], "00ff", null) { Time = Sample.Noon },
    ];

    [Theory]
    [MemberData(nameof(EveryKind))]
    public void Every_kind_has_what_an_entry_must_have_and_one_canonical_form(AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var bytes = entry.ToCanonicalBytes(7);
        var form = JsonDocument.Parse(bytes).RootElement;

        Assert.Equal(CanonicalJson.Write(form), bytes);
        Assert.Equal(7, form.GetProperty("seq").GetInt64());
        Assert.Equal(entry.Kind, form.GetProperty("kind").GetString());
        Assert.Equal(entry.Call?.Value, form.TryGetProperty("call", out var call) ? call.GetString() : null);
        Assert.Equal(32, form.GetProperty("salt").GetString()!.Length);
    }

    [Fact]
    public void Two_entries_that_say_the_same_have_different_salts() => Assert.NotEqual(Sample.Host().ToCanonicalBytes(0), Sample.Host().ToCanonicalBytes(0));

    [Fact]
    public void Any_text_that_the_scanner_let_through_is_written_in_canonical_form() => Gen.String.Sample(text =>
    {
        var bytes = Sample.Intent(Some, text).ToCanonicalBytes(0);
        return CanonicalJson.Write(JsonDocument.Parse(bytes).RootElement).AsSpan().SequenceEqual(bytes);
    });

    [Theory]
    [InlineData(40_000, 'x')]
    [InlineData(30_000, '"')]
    [InlineData(1_000_000, 'x')]
    public void Arguments_that_are_too_large_for_an_entry_stand_beside_it_by_their_content(int length, char filling)
    {
        var text = new string(filling, length);

        var rendered = Sample.Intent(Some, text).Render(null);

        var blob = Assert.Single(rendered.Blobs);
        Assert.Equal(text, Encoding.UTF8.GetString(blob.Bytes.Span));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(blob.Bytes.Span)), blob.Address);
        Assert.InRange(rendered.Form.Length, 1, 2_000);
        var address = JsonDocument.Parse(rendered.At(0)).RootElement.GetProperty("argumentsBlob");
        Assert.Equal(blob.Address, address.GetProperty("sha256").GetString());
        Assert.Equal(length, address.GetProperty("bytes").GetInt32());
    }
}
