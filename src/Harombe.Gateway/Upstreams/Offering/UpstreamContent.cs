using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Harombe.Core.Calls;
using Harombe.Core.Labels;
using Harombe.Core.Tools;

namespace Harombe.Gateway.Upstreams.Offering;

/// <summary>
/// A server's result as content of ours. A block is from outside and may be anybody's, unless the server says otherwise of it and the operator vouches for the
/// server (<see cref="SaidLabel"/>). Read leniently where it does no harm, as servers differ.
/// </summary>
internal static class UpstreamContent
{
    /// <summary>From outside, and not for everybody.</summary>
    public static Label Label { get; } = new(Integrity.Outside, Confidentiality.Private);

    public static ToolOutcome Of(string server, JsonNode result, bool trusted = false)
    {
        if (result is not JsonObject form)
        {
            return Broken(server, "is no object");
        }

        if (Text(form, "resultType") is { } type and not "complete")
        {
            return new Reason(
                "upstream.input",
                $"The upstream server '{server}' wants something of the user before it goes on ({Cut(type, 40)}), and that is not passed on yet.",
                "Give it all that it needs as arguments, or use a tool that asks for nothing.");
        }

        var whole = SaidLabel.Of(form, Label, trusted);
        var blocks = ImmutableArray.CreateBuilder<ContentBlock>();
        foreach (var block in form["content"] as JsonArray ?? [])
        {
            if (block is JsonObject one)
            {
                blocks.Add(Block(one) with { Label = SaidLabel.Of(one, whole, trusted) });
            }
        }

        if (form["isError"] is JsonValue flag && flag.TryGetValue<bool>(out var failed) && failed)
        {
            var said = string.Join('\n', blocks.OfType<ContentBlock.Text>().Select(text => text.Value));
            return new Reason("upstream.error", said.Length > 0 ? said : $"The upstream server '{server}' says that it failed, and not why.", "Correct the arguments if that is what it says, or look at the server.");
        }

        return new ToolContent(
            blocks.ToImmutable(),
            form["structuredContent"] is { } structured ? new StructuredContent(JsonElement.Parse(structured.ToJsonString()), whole) : null);
    }

    /// <summary>One block of a prompt's message.</summary>
    public static IEnumerable<ContentBlock> OfBlock(JsonObject block) => [Block(block)];

    /// <summary>The contents of resources, for reading.</summary>
    public static IEnumerable<ContentBlock> OfResource(JsonObject resource) => [Resource(resource)];

    private static ContentBlock Block(JsonObject block) => Text(block, "type") switch
    {
        "text" => new ContentBlock.Text(Text(block, "text") ?? "", Label),
        "image" or "audio" => Binary(Text(block, "data"), Text(block, "mimeType"), null),
        "resource" when block["resource"] is JsonObject resource => Resource(resource),
        "resource_link" => new ContentBlock.Text($"[{Text(block, "title") ?? Text(block, "name") ?? "resource"}: {Text(block, "uri")}]", Label),
        var other => new ContentBlock.Text($"[a block of the kind '{Cut(other ?? "none", 40)}', which is not passed on]", Label),
    };

    private static ContentBlock Resource(JsonObject resource) => Text(resource, "text") is { } text
        ? new ContentBlock.Text(text, Label) { Address = Text(resource, "uri"), MediaType = Text(resource, "mimeType") }
        : Binary(Text(resource, "blob"), Text(resource, "mimeType"), Text(resource, "uri"));

    private static ContentBlock Binary(string? data, string? type, string? name)
    {
        try
        {
            return new ContentBlock.Binary([.. Convert.FromBase64String(data ?? "")], type is { Length: > 0 } ? type : "application/octet-stream", name, Label);
        }
        catch (FormatException)
        {
            return new ContentBlock.Text("[a file that is not encoded as it should be]", Label);
        }
    }

    private static Reason Broken(string server, string what) => new(
        "upstream.answer", $"The answer of the upstream server '{server}' {what}.", "It may have had an effect; look before calling again, and report it to whoever makes the server.");

    private static string? Text(JsonObject form, string member) => form[member] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..most] + "…";
}
