using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Harombe.Core.Calls;
using Harombe.Core.Tools;
using ModelContextProtocol.Protocol;

namespace Harombe.Gateway.Endpoint.Finding;

/// <summary>
/// What a small view offers in the place of hundreds of tools: a search, and two ways to call what was found. Calling is split by what it does, so that
/// a client that lets reading pass without a question doesn't let everything pass. Whatever is called goes down the road under its own name.
/// </summary>
internal sealed class SearchTools(ToolCatalog catalog)
{
    public const string Search = "search_tools";
    public const string Reading = "call_reading_tool";
    public const string Changing = "call_changing_tool";

    private const int Usual = 5;
    private const int Most = 20;
    private readonly ConditionalWeakTable<CatalogSnapshot, ToolIndex> indexes = [];

    public static IReadOnlyList<Tool> Definitions { get; } =
    [
        new Tool
        {
            Name = Search,
            Description = "Finds tools by what they do. Gives the names, descriptions and schemas of the best fitting ones, and whether each only reads. Search first, then call what you found.",
            InputSchema = JsonElement.Parse(
                """
                {"type":"object","properties":{"query":{"type":"string","maxLength":500,"description":"What the tool shall do, in a few words"},"limit":{"type":"integer","minimum":1,"maximum":20}},"required":["query"],"additionalProperties":false}
                """),
            Annotations = new ToolAnnotations { ReadOnlyHint = true, IdempotentHint = true, DestructiveHint = false, OpenWorldHint = false },
        },
        Caller(Reading, "Calls a found tool that only reads.", readOnly: true),
        Caller(Changing, "Calls a found tool that may change something.", readOnly: false),
    ];

    /// <summary>Whether a name is one of these.</summary>
    public static bool IsOne(string name) => name is Search or Reading or Changing;

    /// <summary>Answers a search.</summary>
    public CallToolResult Find(Endpoint.Caller caller, JsonElement arguments)
    {
        if (Text(arguments, "query") is not { Length: > 0 and <= 500 } query)
        {
            return ResultForm.Stop(new Reason("schema.arguments", $"{Search} needs a query: a text of at most 500 characters.", "Say in a few words what the tool shall do."));
        }

        var limit = arguments.TryGetProperty("limit", out var wanted) && wanted.ValueKind == JsonValueKind.Number && wanted.TryGetInt32(out var number) ? Math.Clamp(number, 1, Most) : Usual;
        var snapshot = catalog.Current;
        var visible = snapshot.VisibleTo(caller.Principal).Select(tool => tool.Definition).Where(tool => caller.View.Has(tool.Name)).ToHashSet(ReferenceEqualityComparer.Instance);
        var found = indexes.GetValue(snapshot, one => new ToolIndex(one.Tools.Select(tool => tool.Definition))).Find(query, limit, visible.Contains);
        var form = new JsonArray([.. found.Select(tool => (JsonNode)new JsonObject
        {
            ["name"] = caller.View.Shown(tool.Name),
            ["description"] = tool.Description,
            ["call"] = tool.ReadOnly ? Reading : Changing,
            ["inputSchema"] = JsonNode.Parse(tool.InputSchema.GetRawText()),
        })]);
        var result = new JsonObject { ["tools"] = form };
        return new CallToolResult
        {
            IsError = false,
            Content = [new TextContentBlock { Text = result.ToJsonString() }],
            StructuredContent = JsonElement.Parse(result.ToJsonString()),
        };
    }

    /// <summary>What is meant by a call through one of the two; a reason when it can't be told, or is the wrong one of them.</summary>
    public static (string? Tool, JsonElement Arguments, Reason? Fault) Inner(string through, JsonElement arguments, Func<string, ToolDefinition?> find)
    {
        if (Text(arguments, "name") is not { Length: > 0 and <= ToolName.MaxLength } name || (arguments.TryGetProperty("arguments", out var inner) && inner.ValueKind != JsonValueKind.Object))
        {
            return (null, default, new Reason("schema.arguments", $"{through} needs the name of a tool, and its arguments as an object.", $"Find the tool with {Search}; its schema says which arguments it takes."));
        }

        // By its definition as it stands now, not by what the client was told once.
        return find(name) is { ReadOnly: false } && through == Reading
            ? (null, default, new Reason("view.changing", $"'{name}' may change something.", $"Call it with {Changing}."))
            : (name, inner.ValueKind == JsonValueKind.Object ? inner : JsonElement.Parse("{}"), null);
    }

    private static Tool Caller(string name, string description, bool readOnly) => new()
    {
        Name = name,
        Description = description,
        InputSchema = JsonElement.Parse(
            """
            {"type":"object","properties":{"name":{"type":"string","maxLength":64,"description":"The tool's name, as search_tools gave it"},"arguments":{"type":"object","description":"Its arguments, by its schema"}},"required":["name"],"additionalProperties":false}
            """),
        Annotations = new ToolAnnotations { ReadOnlyHint = readOnly, IdempotentHint = readOnly, DestructiveHint = !readOnly },
    };

    private static string? Text(JsonElement form, string name) => form.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
