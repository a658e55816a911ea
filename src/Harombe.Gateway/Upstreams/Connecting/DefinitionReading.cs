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

    private static readonly Task<ImmutableArray<Definition>> Nothing = Task.FromResult(ImmutableArray<Definition>.Empty);
    private static readonly Definition Resources = Definition.OfText(DefinitionKind.Resources, "It has resources.");

    public static async Task<ImmutableArray<Definition>> ReadAsync(UpstreamSession session, CancellationToken cancellationToken)
    {
        var capabilities = session.Client.ServerCapabilities;
        // Asked for at once: a call waits for both answers.
        var tools = capabilities.Tools is null ? null : ListAsync(session, RequestMethods.ToolsList, "tools", "name", DefinitionKind.Tool, cancellationToken);
        var prompts = capabilities.Prompts is null ? null : ListAsync(session, RequestMethods.PromptsList, "prompts", "name", DefinitionKind.Prompt, cancellationToken);
        await Task.WhenAll(tools ?? Nothing, prompts ?? Nothing).ConfigureAwait(false);
        var all = ImmutableArray.CreateBuilder<Definition>();
        if (session.Heard.Instructions(session.Client.ServerInstructions) is { } instructions)
        {
            all.Add(instructions);
        }

        if (tools is not null)
        {
            all.AddRange(Usable(session, await tools.ConfigureAwait(false)));
        }

        if (prompts is not null)
        {
            all.AddRange(await prompts.ConfigureAwait(false));
        }

        if (capabilities.Resources is not null)
        {
            all.Add(Resources);
        }

        if (capabilities.Completions is not null)
        {
            all.Add(Definition.OfText(DefinitionKind.Completions, "It proposes values for arguments."));
        }

        return all.ToImmutable();
    }

    /// <summary>Every item of a list that may come in pages.</summary>
    public static async Task<ImmutableArray<Definition>> ListAsync(
        UpstreamSession session, string method, string member, string key, DefinitionKind kind, CancellationToken cancellationToken)
    {
        var all = ImmutableArray.CreateBuilder<Definition>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        string? cursor = null;
        for (var page = 0; page < MostPages; page++)
        {
            var result = await session.AskAsync(method, cursor is null ? [] : new JsonObject { ["cursor"] = cursor }, cancellationToken).ConfigureAwait(false);
            var heard = session.Heard.Of(method, cursor, result, one => PageOf(one, method, member, key, kind));
            foreach (var item in heard.Items)
            {
                if (!names.Add(item.Name))
                {
                    throw new JsonException($"Its answer to {method} has two items of one name.");
                }
            }

            if (names.Count > MostItems)
            {
                throw new JsonException($"Its answer to {method} has more than {MostItems} items.");
            }

            if (heard.Next is null && page == 0)
            {
                return heard.Items;
            }

            all.AddRange(heard.Items);
            cursor = heard.Next;
            if (cursor is null)
            {
                return all.ToImmutable();
            }
        }

        throw new JsonException($"Its answer to {method} has more than {MostPages} pages.");
    }

    private static HeardPage PageOf(JsonNode result, string method, string member, string key, DefinitionKind kind)
    {
        var items = ImmutableArray.CreateBuilder<Definition>();
        foreach (var item in (result as JsonObject)?[member] as JsonArray ?? throw new JsonException($"Its answer to {method} has no '{member}'."))
        {
            if (item is not JsonObject one || one[key] is not JsonValue value || !value.TryGetValue<string>(out var name) || name.Length is 0 or > 256)
            {
                throw new JsonException($"Its answer to {method} has an item without a name.");
            }

            if (items.Count >= MostItems)
            {
                throw new JsonException($"Its answer to {method} has more than {MostItems} items.");
            }

            items.Add(Definition.Of(kind, name, one));
        }

        return new HeardPage(items.ToImmutable(), (result as JsonObject)?["nextCursor"] is JsonValue next && next.TryGetValue<string>(out var text) ? text : null);
    }

    // A tool that wants headers which can't be made is left out, as 2026-07-28 has it; one such tool takes no other with it.
    private static ImmutableArray<Definition> Usable(UpstreamSession session, ImmutableArray<Definition> tools)
    {
        if (session.Heard.KnownTools != tools)
        {
            session.Client.ClearKnownTools();
            session.Heard.UsableTools = [.. tools.Where(one => TryKnow(session, one) || !session.Modern)];
            session.Heard.KnownTools = tools;
        }

        return session.Heard.UsableTools;
    }

    private static bool TryKnow(UpstreamSession session, Definition definition)
    {
        try
        {
            session.Client.AddKnownTools(KnownTool(definition) is { } tool ? [tool] : []);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
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
