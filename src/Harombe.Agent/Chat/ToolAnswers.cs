using Harombe.Core.Calls;
using Harombe.Core.Conversations;
using Harombe.Core.Labels;

namespace Harombe.Agent.Chat;

/// <summary>What the model reads of a call's end.</summary>
internal static class ToolAnswers
{
    private static readonly Label Ours = new(Integrity.Own, Confidentiality.Private);

    public static Message.ToolAnswer Of(RequestedCall call, CallResult result) => result switch
    {
        CallResult.Completed completed => new(call.Id, call.ModelCallId, call.Tool, completed.Content.ReadText, "completed", completed.Content.Label)
        {
            Parts = completed.Content.ReadParts,
        },
        CallResult.Refused refused => new(call.Id, call.ModelCallId, call.Tool, $"Refused: {refused.Reason}", "refused", Ours),
        CallResult.Failed failed => new(call.Id, call.ModelCallId, call.Tool, $"Failed: {failed.Reason}", "failed", Label.OfOutside),
        _ => throw new InvalidOperationException($"{result.GetType().Name} is no answer."),
    };

    public static Message.ToolAnswer Indeterminate(RequestedCall call) => new(
        call.Id,
        call.ModelCallId,
        call.Tool,
        "Indeterminate: the host stopped while this call ran. It may have had its effect; it is not run again. [rule call.once] Look at the current state before deciding what to do.",
        "indeterminate",
        Ours);

    public static Message.ToolAnswer Lost(RequestedCall call) => new(
        call.Id,
        call.ModelCallId,
        call.Tool,
        "The call ran and ended, but the host stopped before its result was kept; it is not run again. [rule call.once] Look at the current state.",
        "indeterminate",
        Ours);

    public static Message.ToolAnswer Cancelled(RequestedCall call) => new(
        call.Id, call.ModelCallId, call.Tool, "Not run: the turn was ended first. [rule turn.ended]", "refused", Ours);

    public static Message.ToolAnswer Unanswered(RequestedCall call) => new(
        call.Id, call.ModelCallId, call.Tool, "The client did not say what came of this call. [rule client.silent]", "indeterminate", Ours);

    /// <summary>What a client says came of a call that it ran itself: data from outside, and said to be.</summary>
    public static Message.ToolAnswer OfClient(RequestedCall call, string text) => new(
        call.Id, call.ModelCallId, call.Tool, text, "completed", Label.OfOutside);
}
