using Harombe.Core.Calls;
using Harombe.Core.Conversations;

namespace Harombe.Agent.Budgets;

/// <summary>Notices a model that turns in circles: the same call with the same result, however many others stand in between. Pure.</summary>
internal static class RepeatedCalls
{
    /// <summary>Why the turn should end; null when it should not.</summary>
    /// <param name="messages">The conversation; what counts is behind the user's last message.</param>
    /// <param name="most">How often the same may come.</param>
    public static Reason? Find(IReadOnlyList<Message> messages, int most)
    {
        var calls = new Dictionary<CallId, RequestedCall>();
        var seen = new Dictionary<(string Tool, string Arguments, string Result), int>();
        foreach (var message in messages.Reverse().TakeWhile(message => message is not Message.User).Reverse())
        {
            if (message is Message.Assistant assistant)
            {
                foreach (var call in assistant.Calls)
                {
                    calls[call.Id] = call;
                }
            }
            else if (message is Message.ToolAnswer answer && calls.TryGetValue(answer.Call, out var asked))
            {
                var key = (asked.Tool, asked.Arguments?.GetRawText() ?? "", answer.Text);
                if ((seen[key] = seen.GetValueOrDefault(key) + 1) >= most)
                {
                    return BudgetReasons.Loop(asked.Tool, most);
                }
            }
        }

        return null;
    }
}
