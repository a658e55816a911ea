using Harombe.Audit.Entries;
using Microsoft.Data.Sqlite;

namespace Harombe.Audit.Stretches;

/// <summary>
/// Gathers the marks of entries as they are appended, and files them when a stretch is full, in the same transaction. One that was begun by another
/// connection is not filed: a search then looks at its entries. Not thread-safe.
/// </summary>
internal sealed class StretchWriting(SqliteConnection connection) : IDisposable
{
    private readonly Statement add = new(connection, "INSERT INTO stretches (number, earliest, latest, terms) VALUES (?1, ?2, ?3, ?4)");
    private readonly Stretch open = new();

    public void Append(long sequence, RenderedEntry entry)
    {
        var at = sequence % Stretch.Length;
        if (at == 0)
        {
            open.Clear();
        }

        if (open.Count != at)
        {
            return;
        }

        open.Add(entry.Time, entry.Marks);
        if (open.Count == Stretch.Length)
        {
            add.Bind(1, Stretch.Of(sequence)).Bind(2, open.Earliest).Bind(3, open.Latest).Bind(4, open.Terms()).Run();
        }
    }

    public void Dispose() => add.Dispose();
}
