namespace Harombe.RealTests.Processes;

/// <summary>Somebody who may write the data folder changes a call between the yes and the run, while no host is there to see it.</summary>
public sealed class TamperedTests
{
    // what is changed, the statement that changes it, what the refusal says; without a rule the tool runs
    public static TheoryData<string, string, string?, string> Changes => new()
    {
        { "nothing, which shows that the others are refused for their change", "UPDATE calls SET content = content", null, "added aaaa" },
        { "one byte of the call's arguments", "UPDATE calls SET content = replace(content, 'aaaa', 'aaab') WHERE content LIKE '%aaaa%'", "approval.mismatch", "the arguments have changed" },
        { "the arguments that people are shown", "UPDATE approvals SET arguments = replace(arguments, 'aaaa', 'aaab') WHERE arguments LIKE '%aaaa%'", "approval.mismatch", "arguments that were shown" },
        { "the tool of the call", "UPDATE calls SET content = replace(content, 'slow_append', 'files_delete') WHERE content LIKE '%slow_append%'", "schema.arguments", "schema" },
        { "the binding", "UPDATE approvals SET binding = CASE substr(binding, 1, 1) WHEN '0' THEN '1' ELSE '0' END || substr(binding, 2)", "approval.mismatch", "was altered" },
        { "the nonce", "UPDATE approvals SET nonce = nonce || '0'", "approval.mismatch", "was altered" },
        { "the end of its time", "UPDATE approvals SET expires_at = expires_at + 1", "approval.mismatch", "was altered" },
        { "that anybody said yes", "UPDATE approvals SET yes_seal = NULL", "approval.mismatch", "not given by anybody" },
        { "what harm it could do", "UPDATE approvals SET risk = 'low'", "approval.mismatch", "was altered" },
        { "whose it is", "UPDATE approvals SET principal = 'ide'", "approval.principal", "another principal" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_call_that_was_changed_after_the_yes_is_refused(string what, string change, string? rule, string says)
    {
        await using var tool = await SlowTool.StartAsync();
        var (session, approval, _) = await tool.AskAsync("aaaa", wait: 0);
        await tool.Host.KillAsync();
        await StateFile.ApproveAsync(tool.Host.DataFolder, approval);
        await StateFile.ChangeAsync(tool.Host.DataFolder, change);

        await tool.Host.StartAsync();
        var (ending, answer, _) = await tool.Host.Owner.EndAsync(session);

        Assert.True(answer.Contains(says, StringComparison.Ordinal), $"{what}: {answer}");
        Assert.Equal(rule is null ? "completed" : "refused", ending);
        Assert.Contains(rule ?? "", answer, StringComparison.Ordinal);
        Assert.Equal(rule is null ? 1 : 0, tool.Runs("aaaa"));
        Assert.Equal(0, tool.Runs("aaab"));
    }
}
