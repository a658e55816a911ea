using System.Text.Json;
using System.Text.Json.Nodes;
using Harombe.Core.Calls;
using Harombe.Core.Secrets;

namespace Harombe.Gateway.Upstreams.Questions;

/// <summary>
/// Looks for secrets in what a client answers, before a server gets it: what people type into a form is an argument like any other, and so is what their
/// model says. A secret of ours never goes. Where the operator wants a person to be asked, it doesn't go either: the answer is the client's own word, so it can't be
/// the yes to itself, and a form is no place for credentials by the protocol either.
/// </summary>
internal sealed class AnswerScan(ISecretScanner scanner, ScanEffects effects)
{
    /// <summary>What may go to the server, or why nothing does; and the answer as it may be written down.</summary>
    public (JsonNode? Answer, Reason? Why, Redacted<string> Words) Of(string server, JsonNode answer)
    {
        var given = JsonElement.Parse(answer.ToJsonString());
        var words = scanner.RedactJson(given);
        if (words.Value == given.GetRawText())
        {
            return (answer, null, words);
        }

        var isOurs = scanner.Scan(given.GetRawText()).Any(found => found.Placeholder is not null);
        return (isOurs ? ScanEffect.Block : effects.Arguments) switch
        {
            ScanEffect.Redact when Parsed(words.Value) is { } clean => (clean, null, words),
            ScanEffect.Note => (answer, null, words),
            _ => (null, new Reason(
                "scan.answer", $"The answer to the server '{server}' contains a secret; it is not given to the server.", "Answer without it: a server gets credentials from its entry, never from a form."), words),
        };
    }

    /// <summary>Words of a question as they may be written down.</summary>
    public Redacted<string> Words(JsonNode question) => scanner.RedactJson(JsonElement.Parse(question.ToJsonString()));

    private static JsonNode? Parsed(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null; // redaction may break it
        }
    }
}
