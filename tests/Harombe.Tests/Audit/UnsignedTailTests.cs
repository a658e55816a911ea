using Harombe.Audit.Verification;
using Harombe.Core.Audit;
using Harombe.Core.Calls;

namespace Harombe.Tests.Audit;

/// <summary>What was not signed yet: the last second of a host that died or was backed up, or what somebody took the checkpoints from.</summary>
public sealed class UnsignedTailTests
{
    [Fact]
    public async Task A_backup_that_is_restored_long_after_it_was_taken_is_intact_though_its_last_second_was_not_signed()
    {
        await using var folder = await BackedUpAsync();
        await folder.Log.AppendAsync(new HostChanged("restored", "0.1.0") { Time = Sample.Noon.AddHours(3) }, default);

        Assert.Equal(2, Assert.IsType<AuditVerdict.Intact>(Verify(folder)).SignedSize);
    }

    [Fact]
    public async Task So_it_is_when_a_call_was_running_in_the_backup()
    {
        await using var folder = await BackedUpAsync();
        await folder.Log.AppendAsync(Sample.Intent(new CallId("call_cut")), default);
        await folder.Log.AppendAsync(
            new CallOutcome(new CallId("call_cut"), CallEnding.Indeterminate, TimeSpan.Zero, null, "audit.recovery") { Time = Sample.Noon.AddHours(3) }, default);
        await folder.Log.AppendAsync(new HostChanged("restored", "0.1.0") { Time = Sample.Noon.AddHours(3) }, default);

        Assert.Equal(2, Assert.IsType<AuditVerdict.Intact>(Verify(folder)).SignedSize);
    }

    [Fact]
    public async Task A_host_that_ran_on_for_more_than_a_minute_without_signing_is_found_before_a_restore_and_after_it()
    {
        await using var folder = await BackedUpAsync();
        await folder.Log.AppendAsync(Sample.Host() with { Time = Sample.Noon.AddMinutes(2) }, default);
        Assert.Equal(2, Assert.IsType<AuditVerdict.Tampered>(Verify(folder)).Sequence);

        await folder.Log.AppendAsync(new HostChanged("restored", "0.1.0") { Time = Sample.Noon.AddHours(3) }, default);
        Assert.Equal(2, Assert.IsType<AuditVerdict.Tampered>(Verify(folder)).Sequence);
    }

    [Fact]
    public async Task A_restore_excuses_nothing_that_came_after_it()
    {
        await using var folder = await BackedUpAsync();
        await folder.Log.AppendAsync(new HostChanged("restored", "0.1.0") { Time = Sample.Noon.AddHours(3) }, default);
        await folder.Log.AppendAsync(Sample.Host() with { Time = Sample.Noon.AddHours(4) }, default);

        Assert.Equal(3, Assert.IsType<AuditVerdict.Tampered>(Verify(folder)).Sequence);
    }

    // Two entries are signed, one more is not.
    private static async Task<SignedFolder> BackedUpAsync()
    {
        var folder = new SignedFolder();
        await folder.OpenAsync();
        await folder.AppendAsync(Sample.Host());
        await folder.Log.AppendAsync(Sample.Host(), default);
        return folder;
    }

    private static AuditVerdict Verify(SignedFolder folder) => AuditVerification.Verify(folder.Folder.File, new VerificationRequest { Key = folder.Key }, default);
}
