using System.Data.Common;
using Harombe.Core.Approvals;
using Harombe.Policy.Approvals;

namespace Harombe.Tests.Policy.Approvals;

/// <summary>The statements themselves: each must hold whatever was read before it.</summary>
public sealed class ApprovalChangesTests
{
    public static TheoryData<string, bool> Spendings => new()
    {
        { "approved", true },
        { "waiting", false },
        { "unrecorded", false },
        { "denied", false },
        { "spent", false },
        { "expired by a millisecond", false },
        { "other binding", false },
        { "asked in the future", false },
    };

    [Theory]
    [MemberData(nameof(Spendings))]
    public async Task Only_an_approved_recorded_fitting_question_in_time_is_spent(string standing, bool spent)
    {
        await using var host = await PolicyHost.StartAsync();
        var approval = await host.AskAsync(Calls.Of());
        var now = standing switch
        {
            "expired by a millisecond" => approval.ExpiresAt,
            "asked in the future" => approval.AskedAt - TimeSpan.FromMinutes(1),
            _ => approval.ExpiresAt - TimeSpan.FromMilliseconds(1),
        };

        var happened = await host.State.WriteAsync(
            connection =>
            {
                Prepare(connection, approval, standing);
                return ApprovalChanges.Spend(connection, approval.Id, standing == "other binding" ? new string('0', 64) : approval.Binding, now);
            },
            default);

        Assert.Equal(spent, happened);
    }

    public static TheoryData<string, bool> Claims => new()
    {
        { "waiting", true },
        { "approved", false },
        { "unrecorded", false },
        { "denied", false },
        { "spent", false },
        { "expired by a millisecond", false },
    };

    [Theory]
    [MemberData(nameof(Claims))]
    public async Task Only_a_waiting_question_in_time_is_claimed(string standing, bool claimed)
    {
        await using var host = await PolicyHost.StartAsync();
        var approval = await host.AskAsync(Calls.Of());
        var now = standing == "expired by a millisecond" ? approval.ExpiresAt : approval.ExpiresAt - TimeSpan.FromMilliseconds(1);

        var happened = await host.State.WriteAsync(
            connection =>
            {
                if (!standing.StartsWith("expired", StringComparison.Ordinal))
                {
                    Prepare(connection, approval, standing);
                }

                return ApprovalChanges.Claim(connection, approval.Id, Calls.No(), now);
            },
            default);

        Assert.Equal(claimed, happened);
    }

    private static void Prepare(DbConnection connection, Approval approval, string standing)
    {
        if (standing == "waiting")
        {
            return;
        }

        Assert.True(ApprovalChanges.Claim(connection, approval.Id, standing == "denied" ? Calls.No() : Calls.Yes(), approval.AskedAt));
        if (standing != "unrecorded")
        {
            Assert.True(ApprovalChanges.MarkRecorded(connection, approval.Id, standing == "denied" ? ApprovalState.Denied : ApprovalState.Approved));
        }

        if (standing == "spent")
        {
            Assert.True(ApprovalChanges.Spend(connection, approval.Id, approval.Binding, approval.AskedAt));
        }
    }
}
