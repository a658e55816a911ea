using System.Collections.Immutable;
using Harombe.Core.Conversations;

namespace Harombe.Agent.Chat;

/// <summary>What is handed to the <see cref="EventJournal"/>. A closed family.</summary>
internal abstract record JournalEntry(Turn Turn)
{
    /// <summary>An event.</summary>
    public sealed record Said(Turn Turn, string Kind, string Json) : JournalEntry(Turn);

    /// <summary>A piece of the model's text.</summary>
    public sealed record Text(Turn Turn, string Piece) : JournalEntry(Turn);

    /// <summary>The turn stands still from here on, and this is what tells of it.</summary>
    public sealed record Settled(Turn Turn, TurnState State, ImmutableArray<JournalEntry> Told) : JournalEntry(Turn)
    {
        /// <summary>Whether it did: ends once that is durable.</summary>
        public TaskCompletionSource<bool> Moved { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
