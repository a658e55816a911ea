using Harombe.Core.Calls;
using Harombe.Core.Labels;

namespace Harombe.Core.Guard;

/// <summary>Tells the caller that a person changed the arguments before the call ran: what it asked for is not what happened.</summary>
internal static class EditNote
{
    private const int Longest = 4096;
    private static readonly Label Ours = new(Integrity.Own, Confidentiality.Private);

    public static void Add(GuardedCall call, bool edited)
    {
        if (edited && call.Result is CallResult.Completed completed)
        {
            var said = call.Arguments.Value;
            var shown = said.Length <= Longest ? said : $"{said[..Longest]} [cut: {said.Length - Longest} of {said.Length} characters]";
            call.Result = new CallResult.Completed(completed.Content with
            {
                Blocks = completed.Content.Blocks.Insert(0, new ContentBlock.Text($"[The person who approved this call changed its arguments. It ran with: {shown}]", Ours)),
            });
        }
    }
}
