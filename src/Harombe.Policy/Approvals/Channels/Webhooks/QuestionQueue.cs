using System.Threading.Channels;
using Harombe.Core.Approvals;

namespace Harombe.Policy.Approvals.Channels.Webhooks;

/// <summary>Questions that somebody is to be told of. Never holds up who asks: what doesn't fit is not told, and stands on the approvals page all the same. Thread-safe.</summary>
internal sealed class QuestionQueue
{
    private const int Most = 256;

    private readonly Channel<Approval> questions = Channel.CreateBounded<Approval>(new BoundedChannelOptions(Most) { FullMode = BoundedChannelFullMode.DropWrite });

    public ChannelReader<Approval> Asked => questions.Reader;

    public void Tell(Approval approval) => questions.Writer.TryWrite(approval);
}
