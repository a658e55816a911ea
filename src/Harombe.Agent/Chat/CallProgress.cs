using Harombe.Core.Conversations;
using Harombe.Core.Plugins;

namespace Harombe.Agent.Chat;

/// <summary>Tells those who watch a turn how far one of its tools is. What can't be told at once is not told.</summary>
internal sealed class CallProgress(TurnVoice voice, RequestedCall call) : IProgress<ToolProgress>
{
    public void Report(ToolProgress value) => voice.TryProgress(call, value);
}
