using System.Runtime.InteropServices;
using Harombe.Audit.Entries;
using Harombe.Audit.Stretches;

namespace Harombe.Audit.Verification;

/// <summary>Some thousands of rows, copied out of SQLite so that other threads can look at them. Its memory is used again.</summary>
internal sealed class RowBatch
{
    private const int MostRows = 4096;
    private const int MostBytes = 8 * 1024 * 1024;

    private readonly List<(long Sequence, int Start, int Kind, int Call, int Leaf, int Body)> rows = new(MostRows);
    private byte[] bytes = new byte[2 * 1024 * 1024];
    private readonly List<ulong> marks = [];
    private string?[] faults = [];
    private (int TimeAt, int Time, int MarksAt, int Marks)[] searched = [];
    private int used;

    public int Count => rows.Count;

    /// <summary>How many bodies are not there.</summary>
    public int Bodiless { get; private set; }

    public bool IsFull => rows.Count >= MostRows || used >= MostBytes;

    public EntryRow this[int index]
    {
        get
        {
            var (sequence, start, kind, call, leaf, body) = rows[index];
            var all = bytes.AsSpan(start);
            return new EntryRow(
                sequence, all[..kind], all.Slice(kind, call), all.Slice(kind + call, leaf), body < 0 ? default : all.Slice(kind + call + leaf, body));
        }
    }

    /// <summary>Empties it for the next rows.</summary>
    public void Clear()
    {
        rows.Clear();
        marks.Clear();
        (used, Bodiless) = (0, 0);
    }

    /// <summary>Whether the body of a row is there.</summary>
    public bool HasBody(int index) => rows[index].Body >= 0;

    /// <summary>The time of a row, after <see cref="Check"/>; empty when its body is gone.</summary>
    public ReadOnlySpan<byte> Time(int index) => bytes.AsSpan(searched[index].TimeAt, searched[index].Time);

    /// <summary>The marks of a row, after <see cref="Check"/>.</summary>
    public ReadOnlySpan<ulong> Marks(int index) => CollectionsMarshal.AsSpan(marks).Slice(searched[index].MarksAt, searched[index].Marks);

    /// <summary>What is wrong with a row by itself, after <see cref="Check"/>.</summary>
    public string? Fault(int index) => faults[index];

    /// <summary>Adds a row: number, kind, call and leaf of one statement, and the body that another stands on, if it has one.</summary>
    public void Add(Statement entry, Statement? body)
    {
        var start = used;
        var kind = Copy(entry.Bytes(1));
        var call = Copy(entry.Bytes(2));
        var leaf = Copy(entry.Bytes(3));
        rows.Add((entry.Long(0), start, kind, call, leaf, body is null ? -1 : Copy(body.Bytes(1))));
        Bodiless += body is null ? 1 : 0;
    }

    /// <summary>Looks at every row by itself.</summary>
    public RowBatch Check()
    {
        if (faults.Length < rows.Count)
        {
            faults = new string?[MostRows];
            searched = new (int, int, int, int)[MostRows];
        }

        for (var i = 0; i < rows.Count; i++)
        {
            (faults[i], searched[i]) = (null, default);
            if (rows[i].Body >= 0)
            {
                faults[i] = EntryCheck.Fault(this[i], out var found);
                searched[i] = Keep(found);
            }
        }

        return this;
    }

    private (int TimeAt, int Time, int MarksAt, int Marks) Keep(in EntryMarks found)
    {
        var (time, before) = (found.Time.Length, marks.Count);
        if (!bytes.AsSpan(0, used).Overlaps(found.Time, out var at))
        {
            at = used;
            Copy(found.Time);
        }

        found.AddTo(marks);
        return (at, time, before, marks.Count - before);
    }

    private int Copy(ReadOnlySpan<byte> part)
    {
        if (used + part.Length > bytes.Length)
        {
            Array.Resize(ref bytes, Math.Max(used + part.Length, 2 * bytes.Length));
        }

        part.CopyTo(bytes.AsSpan(used));
        used += part.Length;
        return part.Length;
    }
}
