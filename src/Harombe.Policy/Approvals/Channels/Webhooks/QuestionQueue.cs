using System.Threading.Channels;
using Harombe.Core.Approvals;

namespace Harombe.Policy.Approvals.Channels.Webhooks;

/// <summary>
/// Questions that somebody is to be told of now. Never holds up who asks: what doesn't fit stands in the outbox, from which it is taken once there is room.
/// Thread-safe.
/// </summary>
internal sealed class QuestionQueue
{
    private const int Most = 256;

    private readonly Channel<Approval> questions = Channel.CreateBounded<Approval>(Most);
    private int missed;

    public ChannelReader<Approval> Asked => questions.Reader;

    public void Tell(Approval approval)
    {
        if (!questions.Writer.TryWrite(approval))
        {
            Volatile.Write(ref missed, 1);
        }
    }

    /// <summary>Whether there was one that did not fit since this was asked last.</summary>
    public bool HasMissed() => Interlocked.Exchange(ref missed, 0) == 1;
}
