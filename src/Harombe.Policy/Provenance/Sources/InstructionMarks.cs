using System.Buffers;
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

    // A mark has one of these words in it: only what stands around one is looked at closely.
    private static readonly SearchValues<string> Anchors = SearchValues.Create(
        ["ignore", "disregard", "forget", "override", "bypass", "assistant", "language model", "llm", "chatbot", "agent", "system", "developer", "instruction", "information", "important", "inst",
            "im_start", "tool", "function", "api", "before", "after", "in order", "unless", "do not", "don't", "never", "without", " ai", "bot", "model", "the user", "user "],
        StringComparison.Ordinal);

    private const int Around = 240;

    public static bool Carries(string text) => IsMarked(Fold.Seen(text)) || Disguises.Decode(text).Any(decoded => IsMarked(Fold.Seen(decoded)));

    private static bool IsMarked(string seen)
    {
        for (var at = 0; at < seen.Length;)
        {
            var next = seen.AsSpan(at).IndexOfAny(Anchors);
            if (next < 0)
            {
                return false;
            }

            var start = Math.Max(0, at + next - Around);
            var window = seen.AsSpan(start, Math.Min(seen.Length - start, 2 * Around));
            foreach (var mark in Marks)
            {
                if (mark.IsMatch(window))
                {
                    return true;
                }
            }

            at = start + window.Length == seen.Length ? seen.Length : at + next + Around / 2;
        }

        return false;
    }
}
