using System.Collections.Immutable;
using Harombe.Core.Calls;
using Harombe.Core.Labels;

namespace Harombe.Core.Conversations;

/// <summary>One message of a conversation. A closed family. Texts have gone through the scanner.</summary>
public abstract record Message
{
    private Message()
    {
    }

    /// <summary>What the user wrote.</summary>
    public sealed record User(string Text, Label Label) : Message
    {
        /// <summary>The files that came with it.</summary>
        public ImmutableArray<Attachment> Attachments { get; init; } = [];
    }

    /// <summary>What the model answered, and the calls it asks for.</summary>
    public sealed record Assistant(string Text, ImmutableArray<RequestedCall> Calls) : Message;

    /// <summary>What came of a call, as the model reads it.</summary>
    /// <param name="Call">The call.</param>
    /// <param name="ModelCallId">The model's id of it.</param>
    /// <param name="Tool">The tool.</param>
    /// <param name="Text">The text for the model.</param>
    /// <param name="Ending"><c>completed</c>, <c>refused</c>, <c>failed</c> or <c>indeterminate</c>.</param>
    /// <param name="Label">The label of the text.</param>
    public sealed record ToolAnswer(CallId Call, string ModelCallId, string Tool, string Text, string Ending, Label Label) : Message
    {
        /// <summary>Where parts of the text differ in their labels: each part's length and label, in order; a line break stands between two of them. Empty where all of it is alike.</summary>
        public ImmutableArray<LabelledPart> Parts { get; init; } = [];
    }
}
