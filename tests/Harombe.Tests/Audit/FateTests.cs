using Harombe.Audit.Verification;
using Harombe.Core.Audit;
using Harombe.Core.Calls;

namespace Harombe.Tests.Audit;

public sealed class FateTests
{
    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task A_call_without_intent_has_not_started()
    {
        using var folder = new AuditFolder();
        await using var log = folder.Open();
        var call = CallId.New();
        await log.AppendAsync(Sample.Stopped(call), None);

        Assert.Equal(CallFate.NotStarted, await log.FateAsync(call, None));
    }

    [Fact]
    public async Task A_call_with_an_intent_only_is_indeterminate()
    {
        using var folder = new AuditFolder();
        await using var log = folder.Open();
        var call = CallId.New();
        await log.AppendAsync(Sample.Intent(call), None);

        Assert.Equal(CallFate.Indeterminate, await log.FateAsync(call, None));
    }

    [Theory]
    [InlineData(CallEnding.Completed, CallFate.Ended)]
    [InlineData(CallEnding.Failed, CallFate.Ended)]
    [InlineData(CallEnding.Cancelled, CallFate.Ended)]
    [InlineData(CallEnding.NotRun, CallFate.Ended)]
    [InlineData(CallEnding.Withheld, CallFate.Ended)]
    [InlineData(CallEnding.Indeterminate, CallFate.Indeterminate)]
    public async Task A_call_with_an_outcome_has_ended_unless_the_outcome_is_that_nobody_knows(CallEnding ending, CallFate fate)
    {
        using var folder = new AuditFolder();
        await using var log = folder.Open();
        var call = CallId.New();
        await log.AppendAsync(Sample.Intent(call), None);
        await log.AppendAsync(Sample.Outcome(call, ending), None);

        Assert.Equal(fate, await log.FateAsync(call, None));
    }

    [Fact]
    public async Task A_start_records_calls_that_were_cut_off_as_indeterminate_before_its_first_entry()
    {
        using var folder = new AuditFolder();
        var (first, ended, second) = (CallId.New(), CallId.New(), CallId.New());
        await folder.FillAsync(Sample.Intent(first), Sample.Intent(ended), Sample.Outcome(ended), Sample.Intent(second));
        await using var log = folder.Open();

        var append = await log.AppendAsync(Sample.Host(), None);

        Assert.Equal(new AuditAppend.Durable(6), append);
        Assert.Equal<CallId>([first, second], await log.RecoverAsync(None));
        Assert.Equal(CallFate.Indeterminate, await log.FateAsync(first, None));
        Assert.Equal(CallFate.Ended, await log.FateAsync(ended, None));
        Assert.Equal(new AuditAppend.Duplicate(second), await log.AppendAsync(Sample.Intent(second), None));
        Assert.Equal<CallId>([first, second], [.. Assert.IsType<AuditVerdict.Intact>(folder.Verify()).Indeterminate]);
    }

    [Fact]
    public async Task A_second_start_finds_nothing_more_to_recover()
    {
        using var folder = new AuditFolder();
        await folder.FillAsync(Sample.Intent(CallId.New()));
        await using (var log = folder.Open())
        {
            Assert.Single(await log.RecoverAsync(None));
        }

        await using var again = folder.Open();
        Assert.Empty(await again.RecoverAsync(None));
        Assert.Equal(2, (await again.HeadAsync(None)).Size);
    }

    [Fact]
    public async Task A_call_that_runs_is_not_taken_for_a_cut_off_one_when_the_file_is_opened_again_after_a_fault()
    {
        using var folder = new AuditFolder();
        await using var log = folder.Open();
        var call = CallId.New();
        await log.AppendAsync(Sample.Intent(call), None);
        using (var other = folder.Raw())
        {
            using var held = other.BeginTransaction();
            await Assert.ThrowsAsync<AuditUnavailableException>(() => log.AppendAsync(Sample.Host(), None).AsTask());
        }

        Assert.Equal(new AuditAppend.Durable(1), await log.AppendAsync(Sample.Outcome(call), None));
        Assert.Equal(CallFate.Ended, await log.FateAsync(call, None));
    }
}
