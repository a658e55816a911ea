using System.Text.Json;
using Harombe.Core.Calls;
using Harombe.Core.Tools;
using Harombe.Gateway.Pinning;
using Harombe.Gateway.Upstreams.Entries;

namespace Harombe.Gateway.Upstreams.Offering;

/// <summary>
/// What the catalogue is told of an upstream's tools. Only what was accepted is ever shown; the rest is known by name, so that a call of it is told why it
/// can't be had. What a server says of a tool's harmlessness counts only where the operator vouches for the server; what it says of its harm always does.
/// </summary>
internal static class UpstreamTools
{
    private static readonly JsonElement Anything = JsonElement.Parse("""{"type":"object"}""");

    /// <summary>The definition of one; null when the operator has taken it out.</summary>
    public static ToolDefinition? Of(UpstreamEntry entry, ServerStanding server, Standing tool)
    {
        var said = tool.Definition;
        var words = entry.Tools.GetValueOrDefault(said.Name);
        if (words is { Enabled: false })
        {
            return null;
        }

        // Nothing of what nobody has accepted is shown, its schema not either.
        var isAccepted = server.IsAccepted && tool.Pinned is not null;
        var hints = said.Value.TryGetProperty("annotations", out var annotations) && annotations.ValueKind == JsonValueKind.Object ? annotations : default;
        var reads = words is { Reads: true } || (entry.Trusted && Says(hints, "readOnlyHint", true));
        return new ToolDefinition
        {
            Name = UpstreamNames.Of(entry.Name, words?.Alias ?? said.Name),
            Description = !isAccepted ? "Not accepted yet." : words?.Description ?? said.Text("description") ?? said.Text("title") ?? said.Name,
            InputSchema = isAccepted && said.Value.TryGetProperty("inputSchema", out var input) && input.ValueKind == JsonValueKind.Object ? input : Anything,
            OutputSchema = isAccepted && said.Value.TryGetProperty("outputSchema", out var output) && output.ValueKind == JsonValueKind.Object ? output : null,
            Origin = $"upstream {entry.Name}",
            Risk = words?.Risk ?? (reads ? Risk.Low : Says(hints, "destructiveHint", true) ? Risk.High : Risk.Unknown),
            SourceTrusted = entry.Trusted,
            ReadOnly = reads,
            Idempotent = reads || (entry.Trusted && Says(hints, "idempotentHint", true)),
            CacheFor = reads ? entry.CacheFor : TimeSpan.Zero,
            ResultLabel = UpstreamContent.Label,
            Hosts = entry.Place is UpstreamPlace.Address address ? [address.Host] : [],
            Audience = entry.Principals,
            DryRun = DryRunOf(entry, words, hints) is { } dryRun ? UpstreamNames.Of(entry.Name, entry.Tools.GetValueOrDefault(dryRun)?.Alias ?? dryRun) : null,
            Blocked = Blocked(entry.Name, server, tool),
        };
    }

    // The protocol has no word for it: the operator says it, or a server that they vouch for by an annotation of its own.
    private static string? DryRunOf(UpstreamEntry entry, ToolWords? words, JsonElement hints) => words?.DryRun
        ?? (entry.Trusted && hints.ValueKind == JsonValueKind.Object && hints.TryGetProperty("x-dryRunTool", out var said) && said.ValueKind == JsonValueKind.String ? said.GetString() : null);

    private static Reason? Blocked(string server, ServerStanding standing, Standing tool) => standing switch
    {
        { WasMoved: true } => new Reason(
            "upstream.moved",
            $"The upstream server '{server}' is started or reached in another way than when it was accepted, so it counts as another server.",
            $"An admin looks at it with 'harombe mcp diff {server}' and takes it with 'harombe mcp accept {server}'."),
        { IsAccepted: false } => new Reason(
            "upstream.quarantine",
            $"Nobody has accepted the upstream server '{server}' yet.",
            $"An admin looks at it with 'harombe mcp diff {server}' and takes it with 'harombe mcp accept {server}'."),
        _ => tool.Compared switch
        {
            Compared.Same => null,
            Compared.Changed => Changed(server, tool.Definition.Name),
            Compared.Gone => new Reason("upstream.gone", $"The upstream server '{server}' has no tool '{tool.Definition.Name}' any more.", "List the tools again, and use another."),
            _ => new Reason(
                "upstream.new", $"The upstream server '{server}' has this tool since it was accepted, and nobody has accepted the tool.", $"An admin looks at it with 'harombe mcp diff {server}' and takes it with 'harombe mcp accept {server}'."),
        },
    };

    /// <summary>Why a changed tool is not called.</summary>
    public static Reason Changed(string server, string tool) => new(
        "upstream.changed",
        $"The upstream server '{server}' has changed what it says of '{tool}' since that was accepted. Nothing was sent to it.",
        $"An admin looks at the change with 'harombe mcp diff {server}' and takes it with 'harombe mcp accept {server}'.");

    private static bool Says(JsonElement hints, string name, bool what) =>
        hints.ValueKind == JsonValueKind.Object && hints.TryGetProperty(name, out var value) && value.ValueKind == (what ? JsonValueKind.True : JsonValueKind.False);
}
