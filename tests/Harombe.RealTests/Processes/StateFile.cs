using Microsoft.Data.Sqlite;

namespace Harombe.RealTests.Processes;

/// <summary>The hand of somebody who may write the data folder, while no host holds it.</summary>
internal static class StateFile
{
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
