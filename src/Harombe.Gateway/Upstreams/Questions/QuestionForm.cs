using System.Text.Json;
using System.Text.Json.Nodes;
using Harombe.Core.Calls;
using Harombe.Core.Display;
using Harombe.Core.Secrets;
using Harombe.Gateway.Upstreams.Entries;

namespace Harombe.Gateway.Upstreams.Questions;

/// <summary>
/// Makes of what a server asks what a client may be asked. The words are the server's, and whoever wrote them may want to pass for somebody else: so each
/// question begins with the name of the server, hides no characters, is bounded, and holds no secret of ours.
/// </summary>
internal sealed class QuestionForm(ISecretScanner scanner)
{
    /// <summary>The rule that says that the client can't.</summary>
    public const string Undeclared = "question.undeclared";

    private const int LongestMessage = 4000;
    private const int MostFields = 50;
    private const int LargestForm = 32 * 1024;
    private const int LargestSample = 256 * 1024;

    /// <summary>What the client is asked; or why it is not.</summary>
    /// <param name="entry">The server.</param>
    /// <param name="client">The client.</param>
    /// <param name="method">What the server wants.</param>
    /// <param name="parameters">How it asks.</param>
    public (JsonObject? Form, Reason? Why) Of(UpstreamEntry entry, CallingClient client, string method, JsonObject parameters)
    {
        if (Why(entry, client, method, parameters) is { } why)
        {
            return (null, why);
        }

        var form = parameters.DeepClone().AsObject();
        form.Remove("_meta");
        form.Remove("task");
        var clean = JsonNode.Parse(scanner.RedactJson(JsonElement.Parse(form.ToJsonString())).Value)!.AsObject(); // not null: it is an object
        switch (method)
        {
            case Asked.Elicitation:
                var message = VisibleText.Lines(clean["message"]?.GetValue<string>() ?? "");
                if (message.Length > LongestMessage || clean.ToJsonString().Length > LargestForm || !IsForm(clean["requestedSchema"]))
                {
                    return (null, Bad(entry.Name, "is no form of plain fields, or is too long"));
                }

                if (HidesText(clean["requestedSchema"]))
                {
                    return (null, Bad(entry.Name, "holds characters that hide or reorder text"));
                }

                clean["message"] = $"The server '{entry.Name}' asks (these are its words, not Harombe's): {message}";
                break;
            case Asked.Sampling when clean.ToJsonString().Length > LargestSample:
                return (null, Bad(entry.Name, "is too long"));
        }

        return (clean, null);
    }

    private static Reason? Why(UpstreamEntry entry, CallingClient client, string method, JsonObject parameters) => method switch
    {
        Asked.Elicitation when !entry.Asks.Elicitation => Off(entry.Name, "ask questions", "elicitation"),
        Asked.Sampling when !entry.Asks.Sampling => Off(entry.Name, "use the client's model", "sampling"),
        Asked.Roots when !entry.Asks.Roots => Off(entry.Name, "see the client's folders", "roots"),
        Asked.Elicitation when Asked.IsAddress(parameters) => new Reason(
            "question.address", $"The server '{entry.Name}' wants the user to open an address, and that is not passed on yet.", "Open the page that the server's own documentation names."),
        Asked.Elicitation or Asked.Sampling or Asked.Roots => client.Offers(method, parameters) ? null : new Reason(
            Undeclared, $"The server '{entry.Name}' wants {Word(method)} of the client, and the client has not declared that it can give that.", "Use a client that offers it, or a tool that asks for nothing."),
        _ => new Reason("question.unknown", $"The server '{entry.Name}' wants something of the client that is not known here.", "Report it to whoever makes the server."),
    };

    /// <summary>Why nobody is asked: the two sides speak revisions of which one asks while a call is held and the other between two requests.</summary>
    public static Reason Eras(string server) => new(
        "question.era",
        $"The server '{server}' and the client speak revisions of the protocol that ask in different ways (before and since 2026-07-28), and there is no translation between the two yet.",
        "Use a client of the server's revision, or give the tool all that it needs as arguments.");

    /// <summary>Why nobody is asked: the call came from no client, or from nobody knows which.</summary>
    public static Reason Nobody(string server, bool several) => several
        ? new Reason("question.whose", $"The server '{server}' serves several clients at this moment and doesn't say whose call its question belongs to; so none of them is asked.", "Call again when it is less busy; the operator can give each client a connection of its own with 'apart: 8' in the server's entry.")
        : new Reason("question.nobody", $"The server '{server}' wants something of a client, and there is none behind this call.", "Call it from an MCP client, or give the tool all that it needs as arguments.");

    private static Reason Off(string server, string what, string key) => new(
        "question.off", $"The server '{server}' may not {what}.", $"The operator can allow it with '{key}: true' in the server's entry.");

    private static Reason Bad(string server, string what) => new("question.form", $"The question of the server '{server}' {what}; it is not put to anybody.", "Report it to whoever makes the server.");

    private static string Word(string method) => method switch { Asked.Elicitation => "an answer of the user", Asked.Sampling => "a sample of the model", _ => "the folders" };

    // Flat, as every revision wants it: an object of fields that hold a text, a number, a yes or no, or a choice.
    private static bool IsForm(JsonNode? schema) =>
        schema is JsonObject { Count: > 0 } form && (string?)form["type"] == "object" && form["properties"] is JsonObject { Count: <= MostFields } fields
        && fields.All(field => field.Value is JsonObject one && (one["type"] as JsonValue)?.ToString() is "string" or "number" or "integer" or "boolean" or "array" && one["properties"] is null);

    private static bool HidesText(JsonNode? node) => node switch
    {
        JsonObject form => form.Any(member => VisibleText.Hides(member.Key) || HidesText(member.Value)),
        JsonArray items => items.Any(HidesText),
        JsonValue value when value.TryGetValue<string>(out var text) => VisibleText.Hides(text),
        _ => false,
    };
}
