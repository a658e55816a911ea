using System.Text.Json.Nodes;
using Harombe.Core.Principals;
using ModelContextProtocol.Protocol;

namespace Harombe.Gateway.Upstreams.Questions;

/// <summary>The client that a call came from, as far as the call's upstream may reach it. Lives as long as the call.</summary>
internal abstract class CallingClient
{
    /// <summary>Whose client.</summary>
    public abstract PrincipalId Principal { get; }

    /// <summary>The session it calls in; two calls of one session are of one client.</summary>
    public abstract string Session { get; }

    /// <summary>The client takes up a call again by a second request (2026-07-28); older ones are asked while the call is held.</summary>
    public abstract bool Modern { get; }

    /// <summary>What the client declared that it can do, as it wrote it.</summary>
    public abstract JsonObject Capabilities { get; }

    /// <summary>The least severe log line that the client wants to see; null for none at all.</summary>
    public abstract string? LogLevel { get; }

    /// <summary>What the client brings back from the round before: answers, and what the server wanted to be reminded of.</summary>
    public Continuation? Carried { get; set; }

    /// <summary>What the server wants of the client before it goes on; set by the body of a tool, which then ends.</summary>
    public WantedInput? Wanted { get; set; }

    /// <summary>What the client would have to be able to do for the call; set by the body of a tool, which then ends.</summary>
    public ClientCapabilities? Missing { get; set; }

    /// <summary>Puts a request to a client of an older revision.</summary>
    public abstract Task<JsonNode> AskAsync(string method, JsonObject parameters, CancellationToken cancellationToken);

    /// <summary>Tells the client something that belongs to the call; doesn't wait. So much and no more.</summary>
    public abstract void Tell(string method, JsonObject parameters);

    /// <summary>Waits until all of it is told: after the call's result it would come too late.</summary>
    public abstract Task ToldAsync();

    /// <summary>Whether the client declared that it can do this.</summary>
    public bool Offers(string method, JsonObject parameters) => method switch
    {
        // An empty declaration is one of forms: addresses came later.
        Asked.Elicitation => Capabilities["elicitation"] is JsonObject elicitation && (Asked.IsAddress(parameters) ? elicitation["url"] is not null : elicitation["form"] is not null || elicitation["url"] is null),
        Asked.Sampling => Capabilities["sampling"] is not null,
        Asked.Roots => Capabilities["roots"] is not null,
        _ => false,
    };
}

/// <summary>What a server may want of a client.</summary>
internal static class Asked
{
    public const string Elicitation = "elicitation/create";
    public const string Sampling = "sampling/createMessage";
    public const string Roots = "roots/list";

    /// <summary>What a client declares that can give this.</summary>
    public static ClientCapabilities Needed(string method) => new()
    {
        Elicitation = method == Elicitation ? new ElicitationCapability { Form = new FormElicitationCapability() } : null,
#pragma warning disable MCP9005 // Deprecated, and asked for all the same.
        Sampling = method == Sampling ? new SamplingCapability() : null,
        Roots = method == Roots ? new RootsCapability() : null,
#pragma warning restore MCP9005
    };

    public static bool IsAddress(JsonObject parameters) => parameters["mode"] is JsonValue mode && mode.TryGetValue<string>(out var text) && text != "form";
}

/// <summary>What a client brings back to a server of 2026-07-28.</summary>
/// <param name="State">The server's own words to itself; null when it gave none.</param>
/// <param name="Responses">The answers, by the server's keys; null when it wanted none.</param>
internal sealed record Continuation(string? State, JsonObject? Responses);

/// <summary>What a server of 2026-07-28 wants before it goes on, cleaned and labelled as it may be shown to a client.</summary>
/// <param name="Server">Which server.</param>
/// <param name="State">The server's own words to itself.</param>
/// <param name="Requests">What it wants, by its keys.</param>
internal sealed record WantedInput(string Server, string? State, JsonObject Requests);
