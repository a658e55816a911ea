using System.Text.Json;
using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Labels;
using Harombe.Core.Plugins;
using Harombe.Core.Tools;
using Harombe.Gateway.Upstreams.Questions;

namespace Harombe.Gateway.Endpoint;

/// <summary>A call as a client asks for it: by whom, of what, with what, and who answers if the tool asks back.</summary>
internal sealed record AskedCall(Caller Caller, ToolDefinition Tool, JsonElement Arguments, IProgress<ToolProgress>? Progress, CallingClient Client)
{
    /// <summary>The hash that binds a question to these arguments; null when they have no canonical form, and then no question was ever asked.</summary>
    public string? ArgumentsHash =>
        ToolArguments.TryCreate(Arguments, Label.OfClient, labels: null, out var arguments, out _) ? arguments.Hash.Value : null;

    /// <summary>Whether an answer over this client's connection could be enough, as far as the definition tells.</summary>
    public bool MayBeAnsweredHere => Caller.OffersForm && Tool.Risk is (Risk.Low or Risk.Medium);

    public CallRequest ToRequest(CallId id, Patience patience, ApprovalId? approval) => new()
    {
        Id = id,
        Tool = Tool.Name.Value,
        Arguments = Arguments,
        Principal = Caller.Principal,
        Session = Caller.Session,
        Face = Face.Mcp,
        Approval = approval,
        Patience = patience,
        Progress = Progress,
        Label = Label.OfClient,
    };
}
