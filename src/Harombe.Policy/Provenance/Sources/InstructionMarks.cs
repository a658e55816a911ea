using System.Text.RegularExpressions;
using Harombe.Policy.Provenance.Text;

namespace Harombe.Policy.Provenance.Sources;

/// <summary>
/// Recognises text that speaks to the model instead of to its reader. It finds the open attempts only: a call is never let run because of it, it makes
/// one riskier and reaches the approver. Linear.
/// </summary>
internal static class InstructionMarks
{
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private static readonly Regex[] Marks =
    [
        new("""\b(ignore|disregard|forget|override|bypass)\b.{0,40}\b(previous|prior|above|earlier|all|any|other|your|the)\b.{0,40}\b(instructions?|rules?|prompts?|tasks?|guidelines?|directives?|policy)""", Linear),
        new("""\b(you are|you're|act as|pretend to be|as) (now )?(an? )?(ai|assistant|language model|llm|chatbot|agent)\b""", Linear),
        new("""\b(system|developer|assistant) ?(prompt|message|note|override|instructions?)\b""", Linear),
        new("""(<|\[|\()\s*/?\s*(system|assistant|instructions?|information|important|inst|im_start|tool_call)\b""", Linear),
        new("""\b(before|after|in order|unless) .{0,60}\b(you (can|must|have to|should|need to)|complet\w+|solv\w+|answer\w*|proceed\w*)\b.{0,80}\b(task|request|following|instructions?|user)""", Linear),
        new("""\b(do not|don't|never|without) (tell|mention|inform|notify|show|reveal|ask|alert)\w*\b.{0,30}\b(user|human|owner|this|anyone|me)\b""", Linear),
        new("""\b(dear|hey|hello|attention|note to( the)?|message (to|for)( the)?|this is)\b.{0,30}\b(ai|assistant|language model|llm|agent|bot|model)\b""", Linear),
        new("""\b(call|use|invoke|run|execute)\b.{0,30}\b(the )?\w*\b.{0,10}\b(tool|function|api)\b""", Linear),
        new("""\b(the user|user) (wants|asked|asks|has asked|would like|needs) (you|that)\b""", Linear),
        new("""\bfill them in without asking\b|\bwithout (asking|confirmation|approval)\b""", Linear),
    ];

    public static bool Carries(string text)
    {
        var seen = Fold.Seen(text);
        return Marks.Any(mark => mark.IsMatch(seen)) || Disguises.Decode(text).Select(Fold.Seen).Any(decoded => Marks.Any(mark => mark.IsMatch(decoded)));
    }
}
