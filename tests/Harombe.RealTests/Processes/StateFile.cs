using Harombe.Core.Approvals;
using Harombe.Core.Principals;
using Harombe.Policy;
using Harombe.Policy.Approvals;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Harombe.RealTests.Processes;

/// <summary>The hand of somebody who may write the data folder, while no host holds it.</summary>
internal static class StateFile
{
    /// <summary>Writes what the host itself writes for a yes; killed right after, it would have left just this. It takes the host's key.</summary>
    public static async Task ApproveAsync(string dataFolder, string approval)
    {
        var options = new PolicyOptions { SealKey = await File.ReadAllBytesAsync(Path.Combine(dataFolder, "approvals.key")) };
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(dataFolder, "state.db")};Pooling=False");
        await connection.OpenAsync();
        var stored = ApprovalRows.Find(connection, new ApprovalId(approval), DateTimeOffset.UnixEpoch) ?? throw new InvalidOperationException($"There is no {approval}.");
        var yes = new ApprovalSeals(Options.Create(options)).Yes(stored.Approval with
        {
            AnsweredBy = new PrincipalId("owner"), AnsweredVia = AnswerChannel.Http, AnsweredAt = stored.Approval.AskedAt,
        });
        await ChangeAsync(
            dataFolder,
            $"""
            UPDATE approvals SET state = 'approved', recorded = 1, answered_by = 'owner', answered_via = 'http', answered_at = asked_at, yes_seal = '{yes}'
            WHERE id = '{approval}'
            """);
    }

    /// <summary>Changes rows of state.db; a statement that touches none fails the test, which would show nothing.</summary>
    public static async Task ChangeAsync(string dataFolder, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(dataFolder, "state.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.True(await command.ExecuteNonQueryAsync() > 0, $"Touched nothing: {sql}");
    }
}
