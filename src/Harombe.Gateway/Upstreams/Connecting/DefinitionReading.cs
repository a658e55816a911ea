using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Harombe.Gateway.Pinning;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Harombe.Gateway.Upstreams.Connecting;

/// <summary>Reads all that a server says of itself. Bounded: a list that doesn't end is no list.</summary>
internal static class DefinitionReading
{
    private const int MostPages = 100;
    private const int MostItems = 2000;

    public static async Task<ImmutableArray<Definition>> ReadAsync(UpstreamSession session, CancellationToken cancellationToken)
    {
        var capabilities = session.Client.ServerCapabilities;
        var all = ImmutableArray.CreateBuilder<Definition>();
        if (session.Client.ServerInstructions is { Length: > 0 } instructions)
        {
            all.Add(Definition.OfText(DefinitionKind.Instructions, instructions));
        }

        if (capabilities.Tools is not null)
        {
            await ListAsync(session, RequestMethods.ToolsList, "tools", "name", DefinitionKind.Tool, all, cancellationToken).ConfigureAwait(false);
            session.Client.ClearKnownTools();
            session.Client.AddKnownTools(all.Where(one => one.Kind == DefinitionKind.Tool).Select(KnownTool).OfType<Tool>());
        }

        if (capabilities.Prompts is not null)
        {
            await ListAsync(session, RequestMethods.PromptsList, "prompts", "name", DefinitionKind.Prompt, all, cancellationToken).ConfigureAwait(false);
        }

        if (capabilities.Resources is not null)
        {
            all.Add(Definition.OfText(DefinitionKind.Resources, "It has resources."));
        }

        if (capabilities.Completions is not null)
        {
            all.Add(Definition.OfText(DefinitionKind.Completions, "It proposes values for arguments."));
        }

        return all.ToImmutable();
    }

    /// <summary>Every item of a list that may come in pages.</summary>
    public static async Task ListAsync(
        UpstreamSession session, string method, string member, string key, DefinitionKind kind, ImmutableArray<Definition>.Builder all, CancellationToken cancellationToken)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        string? cursor = null;
        for (var page = 0; page < MostPages; page++)
        {
            var result = await session.AskAsync(method, cursor is null ? [] : new JsonObject { ["cursor"] = cursor }, cancellationToken).ConfigureAwait(false);
            foreach (var item in (result as JsonObject)?[member] as JsonArray ?? throw new JsonException($"Its answer to {method} has no '{member}'."))
            {
                if (item is not JsonObject one || one[key] is not JsonValue value || !value.TryGetValue<string>(out var name) || name.Length is 0 or > 256 || !names.Add(name))
                {
                    throw new JsonException($"Its answer to {method} has an item without a name, or two of one name.");
                }

                if (names.Count > MostItems)
                {
                    throw new JsonException($"Its answer to {method} has more than {MostItems} items.");
                }

                all.Add(Definition.Of(kind, name, one));
            }

            cursor = (result as JsonObject)?["nextCursor"] is JsonValue next && next.TryGetValue<string>(out var text) ? text : null;
            if (cursor is null)
            {
                return;
            }
        }

        throw new JsonException($"Its answer to {method} has more than {MostPages} pages.");
    }

    // For the headers that 2026-07-28 wants beside some arguments; a tool that the library can't read gets none.
    private static Tool? KnownTool(Definition definition)
    {
        try
        {
            return definition.Value.Deserialize<Tool>(McpJsonUtilities.DefaultOptions);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
