using System.Threading.Channels;
using Harombe.Audit;
using Harombe.Audit.Entries;
using Harombe.Benchmarks.AuditWriting;
using Harombe.Core.Audit;
using Harombe.Core.Calls;

namespace Harombe.Benchmarks.AuditReading;

/// <summary>
/// A record of pairs of intent and outcome, 64 entries to a commit, a hundred entries a second, two hundred calls to a session, and one call of another
/// tool. Made without fsync: it is being made, not measured. Entries are rendered on one thread and appended on another.
/// </summary>
internal static class LargeRecord
{
    public const string RareTool = "mail.send";

    private const int Commit = 64;
    private static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The session of an entry.</summary>
    public static string Session(long sequence) => $"ses_{sequence / 400:x12}";

    /// <summary>The time of an entry.</summary>
    public static DateTimeOffset Time(long sequence) => Begin.AddMilliseconds(10 * sequence);

    /// <summary>Makes it; returns a call in the middle.</summary>
    public static CallId Make(AuditOptions options, long count)
    {
        var batches = Channel.CreateBounded<List<PendingAppend>>(64);
        var rendering = Task.Run(() => RenderAsync(batches.Writer, count));
        using var writer = LogOpening.Open(new AuditFile(options), null, connection => connection.Run("PRAGMA synchronous = OFF"));
        for (var at = 0L; batches.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult();)
        {
            while (batches.Reader.TryRead(out var batch))
            {
                at += batch.Count;
                writer.Append(batch, Time(at));
            }
        }

        return rendering.GetAwaiter().GetResult();
    }

    private static async Task<CallId> RenderAsync(ChannelWriter<List<PendingAppend>> batches, long count)
    {
        var (batch, middle) = (new List<PendingAppend>(Commit), default(CallId));
        for (var i = 0L; i < count; i += 2)
        {
            var isMiddle = i >= count / 2 && middle == default;
            var intent = Entry.Next(Session(i), isMiddle ? RareTool : "files.write", Time(i));
            middle = isMiddle ? intent.ToolCall.Id : middle;
            batch.Add(new PendingAppend(RenderedEntry.Of(intent)));
            batch.Add(new PendingAppend(RenderedEntry.Of(new CallOutcome(intent.ToolCall.Id, CallEnding.Completed, TimeSpan.FromMilliseconds(3), null, null) { Time = Time(i + 1) })));
            if (batch.Count >= Commit || i + 2 >= count)
            {
                await batches.WriteAsync(batch);
                batch = new List<PendingAppend>(Commit);
            }
        }

        batches.Complete();
        return middle;
    }
}
