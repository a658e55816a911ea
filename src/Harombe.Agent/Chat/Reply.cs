using System.Collections.Immutable;
using Harombe.Core.Calls;
using Harombe.Core.Conversations;

namespace Harombe.Agent.Chat;

/// <summary>What the model said, clean of secrets, and its calls as they came.</summary>
internal sealed record Reply(string Text, ImmutableArray<RequestedCall> Calls)
{
    /// <summary>Why the turn ends with it although it is no answer: the model declined, or a budget cut it off. Null when it is one.</summary>
    public Reason? End { get; init; }
}
