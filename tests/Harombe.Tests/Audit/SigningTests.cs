using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Harombe.Audit.Checkpoints;
using Harombe.Audit.Retention;
using Harombe.Audit.Verification;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Harombe.Core.Principals;
using Harombe.Core.Secrets;

namespace Harombe.Tests.Audit;

public sealed class SigningTests
{
    [Fact]
    public async Task A_record_is_signed_up_to_its_last_checkpoint_by_the_key_that_it_announced()
    {
        await using var folder = new SignedFolder();
        await folder.OpenAsync();
        await folder.AppendAsync(Sample.Host(), Sample.Host());
        await folder.Log.AppendAsync(Sample.Host(), default);

        var intact = Assert.IsType<AuditVerdict.Intact>(Verify(folder, folder.Key));

        Assert.Equal((4, 3), (intact.Head.Size, intact.SignedSize));
        Assert.Equal(folder.Key.ToString(), intact.SignedBy);
        Assert.Equal(folder.Key.ToString(), (await File.ReadAllTextAsync(Path.Combine(folder.Folder.Options.Folder, "audit.pub"))).Trim());
    }

    [Fact]
    public async Task A_new_key_is_announced_by_the_old_one_and_whoever_trusts_the_old_one_trusts_it()
    {
        await using var folder = new SignedFolder();
        await folder.OpenAsync();
        var old = folder.Key;
        await folder.AppendAsync(Sample.Host());
        var next = await folder.Checkpoints.RotateAsync(new PrincipalId("owner"), default);
        await folder.AppendAsync(Sample.Host());

        foreach (var key in (VerifierKey[])[old, next])
        {
            Assert.Equal(next.ToString(), Assert.IsType<AuditVerdict.Intact>(Verify(folder, key)).SignedBy);
        }

        await folder.CloseAsync();
        await folder.OpenAsync();
        Assert.Equal(next.ToString(), folder.Key.ToString());
    }

    [Fact]
    public async Task A_record_whose_key_is_gone_is_not_signed_by_another()
    {
        var secrets = new SecretsInMemory();
        await using var folder = new SignedFolder(secrets);
        await folder.OpenAsync();
        await folder.CloseAsync();
        await secrets.RemoveAsync(SecretName.Parse("audit/signing-key"), default);

        var refusal = await Assert.ThrowsAsync<AuditUnavailableException>(folder.OpenAsync);

        Assert.Contains("is not that key", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_signed_must_still_be_there_or_nothing_more_is_signed()
    {
        await using var folder = new SignedFolder();
        await folder.OpenAsync();
        await folder.AppendAsync(Sample.Host("1"), Sample.Host("2"));
        await folder.CloseAsync();
        folder.Folder.Tamper("DELETE FROM entries WHERE sequence > 0; DELETE FROM bodies WHERE sequence > 0; DELETE FROM heads WHERE size > 1");

        var refusal = await Assert.ThrowsAsync<AuditUnavailableException>(folder.OpenAsync);

        Assert.Contains("no longer in it", refusal.Message, StringComparison.Ordinal);
        Assert.Null(folder.Checkpoints.Verifier);
    }

    [Fact]
    public async Task What_was_redacted_can_be_revealed_and_checked_for_one_entry_alone()
    {
        await using var folder = new SignedFolder();
        await folder.OpenAsync();
        await folder.AppendAsync(Sample.Intent(CallId.New(), """{"redacted":"[redacted]"}"""), Sample.Intent(CallId.New()));
        var entry = JsonDocument.Parse(folder.Folder.Stored(1)).RootElement;
        var salt = Convert.FromHexString(entry.GetProperty("salt").GetString()!);

        var key = folder.Keys.Seal.KeyFor(salt)!;

        Assert.Equal(entry.GetProperty("argumentsCommitment").GetString(), Convert.ToHexStringLower(HMACSHA256.HashData(key, "{}"u8)));
        Assert.False(entry.TryGetProperty("argumentsHash", out _));
        Assert.False(JsonDocument.Parse(folder.Folder.Stored(2)).RootElement.TryGetProperty("argumentsCommitment", out _));
    }

    [Fact]
    public async Task Bodies_of_one_subject_are_erased_to_the_last_byte_and_the_rest_still_verifies()
    {
        await using var folder = new SignedFolder();
        await folder.OpenAsync();
        var marked = "MARK" + new string('m', 40_000);
        await folder.AppendAsync(Sample.Host(), Sample.Intent(new CallId("call_1"), marked), Sample.Outcome(new CallId("call_1")), Sample.Intent(new CallId("call_2"), "MARK"), Sample.Host());

        var erased = await new Erasure(folder.Log, TimeProvider.System).OfSubjectAsync(new PrincipalId("owner"), new PrincipalId("admin"), default);
        await folder.AppendAsync(Sample.Host());

        Assert.Equal(2, erased);
        Assert.Equal(2, Assert.IsType<AuditVerdict.Intact>(Verify(folder, folder.Key)).Erased);
        Assert.IsType<AuditAppend.Duplicate>(await folder.Log.AppendAsync(Sample.Intent(new CallId("call_1")), default));
        await folder.CloseAsync();
        foreach (var file in Directory.GetFiles(folder.Folder.Options.Folder))
        {
            Assert.DoesNotContain("MARK", Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Old_bodies_are_erased_and_what_is_left_of_them_can_not_be_edited()
    {
        await using var folder = new SignedFolder();
        await folder.OpenAsync();
        await folder.AppendAsync(Sample.Host(), Sample.Intent(new CallId("call_1")), Sample.Outcome(new CallId("call_1")));

        Assert.Equal(3, await new Erasure(folder.Log, TimeProvider.System).BeforeAsync(Sample.Noon.AddDays(1), default));
        Assert.Equal(3, Assert.IsType<AuditVerdict.Intact>(Verify(folder, folder.Key)).Erased);

        folder.Folder.Tamper("UPDATE entries SET kind = 'host.stopped' WHERE sequence = 1");
        Assert.Contains("What is left", Assert.IsType<AuditVerdict.Tampered>(Verify(folder, folder.Key)).What, StringComparison.Ordinal);
    }

    private static AuditVerdict Verify(SignedFolder folder, VerifierKey key) =>
        AuditVerification.Verify(folder.Folder.File, new VerificationRequest { Key = key }, default);
}
