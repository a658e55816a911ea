using Harombe.Audit.Entries;
using Harombe.Core.Calls;
using Microsoft.Data.Sqlite;

namespace Harombe.Tests.Audit;

public sealed class AppendOnlyTests
{
    [Theory]
    [InlineData("UPDATE entries SET kind = 'call.stopped'")]
    [InlineData("DELETE FROM entries")]
    [InlineData("INSERT OR REPLACE INTO entries SELECT sequence, 'call.stopped', call, leaf FROM entries WHERE sequence = 0")]
    [InlineData("INSERT OR REPLACE INTO entries SELECT 99, kind, call, leaf FROM entries WHERE sequence = 0")]
    [InlineData("UPDATE bodies SET bytes = x'7b7d'")]
    [InlineData("DELETE FROM bodies")]
    [InlineData("INSERT OR REPLACE INTO bodies VALUES (0, x'7b7d')")]
    [InlineData("UPDATE heads SET root = x'00'")]
    [InlineData("DELETE FROM heads")]
    [InlineData("REPLACE INTO heads VALUES (1, x'00', 0, '')")]
    [InlineData("UPDATE subtrees SET hash = x'00'")]
    [InlineData("DELETE FROM subtrees")]
    [InlineData("REPLACE INTO subtrees VALUES (8, 0, x'00')")]
    [InlineData("UPDATE stretches SET terms = x'00'")]
    [InlineData("DELETE FROM stretches")]
    [InlineData("REPLACE INTO stretches VALUES (0, '', '', x'00')")]
    public void A_row_that_stands_is_neither_changed_nor_removed_nor_replaced(string sql)
    {
        using var folder = new AuditFolder();
        using (var writer = folder.OpenWriter())
        {
            writer.Append([new PendingAppend(RenderedEntry.Of(Sample.Intent(CallId.New())))], Sample.Noon);
            writer.Append([.. Enumerable.Range(0, 1100).Select(i => new PendingAppend(RenderedEntry.Of(Sample.Host($"{i}"))))], Sample.Noon);
        }

        using var connection = folder.Raw();
        var refusal = Assert.Throws<SqliteException>(() => connection.Run(sql));

        Assert.Contains("append-only", refusal.Message, StringComparison.Ordinal);
    }
}
