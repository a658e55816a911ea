using System.Globalization;
using Harombe.Audit.Checkpoints;
using Harombe.Audit.Entries;
using Harombe.Core.Audit;
using Microsoft.Extensions.Logging;

namespace Harombe.Audit.Forwarding;

/// <summary>
/// Sends the record to one target, in order, from where it left off. It reads beside the writer and never holds it up; a target that is dead is
/// asked again, less and less often, up to once a minute.
/// </summary>
internal sealed partial class ForwardLoop(SqliteAuditLog log, ForwardTarget target, string folder, TimeProvider time, ILogger logger)
{
    private const int Batch = 256;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly string file = Path.Combine(folder, $"audit-forward.{target.Name}");

    public string Name => target.Name;

    /// <summary>Everything before this number has arrived.</summary>
    public long Next { get; private set; }

    /// <summary>Why the target didn't take the last batch; null when it did.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Runs until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Next = ReadOffset();
        var pause = Idle;
        while (true)
        {
            try
            {
                var sent = await SendAsync(cancellationToken).ConfigureAwait(false);
                if (Trouble is not null)
                {
                    Trouble = null;
                    LogBack(target.Name);
                }

                pause = Idle;
                if (sent == Batch)
                {
                    continue;
                }
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                // The edge to the outside: nothing that is wrong there may reach the record.
                if (Trouble != e.Message)
                {
                    LogTrouble(target.Name, e);
                }

                Trouble = e.Message;
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }

            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<int> SendAsync(CancellationToken cancellationToken)
    {
        var batch = new List<ForwardedEntry>();
        await foreach (var record in log.ReadAsync(new AuditQuery(Next - 1, Batch, NewestFirst: false), cancellationToken).ConfigureAwait(false))
        {
            batch.Add(ForwardedEntry.Of(record));
        }

        if (batch.Count > 0)
        {
            await target.SendAsync(batch, cancellationToken).ConfigureAwait(false);
            // After the answer: a crash in between sends the batch again.
            OwnerNote.Write(file, (batch[^1].Sequence + 1).ToString(CultureInfo.InvariantCulture));
            Next = batch[^1].Sequence + 1;
        }

        return batch.Count;
    }

    private long ReadOffset() =>
        File.Exists(file) && long.TryParse(File.ReadAllText(file), NumberStyles.None, CultureInfo.InvariantCulture, out var offset) ? offset : 0;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Audit entries are not forwarded to {Target}; they wait in the record, and it is tried again")]
    private partial void LogTrouble(string target, Exception why);

    [LoggerMessage(Level = LogLevel.Information, Message = "Audit entries are forwarded to {Target} again")]
    private partial void LogBack(string target);
}
