using System.Text.Json;
using Harombe.Core.Labels;
using Harombe.Core.Tools;
using Harombe.Policy.Provenance.Flow;
using Harombe.Policy.Provenance.Sources;
using Harombe.Policy.Provenance.Tools;
using Harombe.Testing.Flow;

namespace Harombe.Tests.Policy.Provenance;

/// <summary>A session to follow data in: a prompt, then results, then the call in question.</summary>
internal sealed class SeenSession
{
    public static readonly ToolDefinition Mail = Tool("mail_send", "Sends an email.", """{"to":{"type":"array","items":{"type":"string"},"description":"Email addresses of the recipients."},"subject":{"type":"string","description":"The subject."},"body":{"type":"string","description":"The text of the email."}}""");
    public static readonly ToolDefinition Pay = Tool("pay", "Sends a payment.", """{"iban":{"type":"string","description":"IBAN of the recipient."},"amount":{"type":"number","description":"The amount."}}""");
    public static readonly ToolDefinition Password = Tool("set_password", "Changes the user's password.", """{"password":{"type":"string","description":"The new password."}}""");
    public static readonly ToolDefinition Page = Tool("page", "Returns the text of a web page.", """{"url":{"type":"string","description":"The URL of the web page."}}""");
    public static readonly ToolDefinition Mails = Tool("mails", "Searches the mailbox.", """{"query":{"type":"string","description":"What to search for."}}""");
    public static readonly ToolDefinition Drop = Tool("drop", "Deletes an email.", """{"id":{"type":"string","description":"The ID of the email to delete."}}""");

    private readonly SessionText text = new();

    public SeenSession(params string[] prompts)
    {
        foreach (var prompt in prompts)
        {
            text.AddPrompt(prompt);
        }
    }

    public SessionText Text => text;

    public SeenSession Saw(ToolDefinition tool, string arguments, string result)
    {
        text.AddResult(new SourceCall(tool.Name.Value, ToolProfile.Of(tool), JsonElement.Parse(arguments)), result);
        return this;
    }

    public FlowFinding Review(ToolDefinition tool, string arguments) => FlowReview.Of(ToolProfile.Of(tool), JsonElement.Parse(arguments), text);

    public void Vouches(ToolDefinition tool, string arguments) =>
        Assert.True(Review(tool, arguments) is { Vouched: true } finding, string.Join(' ', Review(tool, arguments).Concerns.Select(concern => concern.Sentence)));

    public void Holds(string rule, ToolDefinition tool, string arguments) => Assert.Contains(rule, Review(tool, arguments).Concerns.Select(concern => concern.Rule));

    public static ToolDefinition Tool(string name, string description, string properties, Label label = default) => TraceFiles.Define(
        name, description, JsonElement.Parse($$"""{"type":"object","properties":{{properties}}}"""), "suite test") with { ResultLabel = label };
}
