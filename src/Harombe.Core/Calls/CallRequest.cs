using System.Text.Json;
using Harombe.Core.Approvals;
using Harombe.Core.Labels;
using Harombe.Core.Plugins;
using Harombe.Core.Principals;

namespace Harombe.Core.Calls;

/// <summary>What a face hands to the guarded kernel: nothing in it has been checked yet.</summary>
public sealed record CallRequest
{
    /// <summary>The call's id. A face that resumes a call must send the id it had.</summary>
    public required CallId Id { get; init; }

    /// <summary>The tool's name, in catalogue or wire form.</summary>
    public required string Tool { get; init; }

    /// <summary>The arguments as they came.</summary>
    public required JsonElement Arguments { get; init; }

    /// <summary>Who asks, as established by a token.</summary>
    public required Principal Principal { get; init; }

    /// <summary>The conversation or MCP session.</summary>
    public required SessionId Session { get; init; }

    /// <summary>The door it came in by.</summary>
    public required Face Face { get; init; }

    /// <summary>The approval that the caller was told to wait for.</summary>
    public ApprovalId? Approval { get; init; }

    /// <summary>
    /// The arguments come from what the host kept of the call, and not from its caller. Where they hold a secret the host keeps none of them on disk: those that
    /// the person was asked about take their place, or the call is refused.
    /// </summary>
    public bool Kept { get; init; }

    /// <summary>
    /// Puts the question that the call needs and goes no further: the call doesn't run, whatever policy says and whatever was answered. For calls that must
    /// wait for another one, so that people are asked about all of them together.
    /// </summary>
    public bool AskOnly { get; init; }

    /// <summary>
    /// The call only shows what another one would do. Nobody is asked about it: it is refused unless policy lets it run, and unless its tool only reads.
    /// </summary>
    public DryRunFor DryRun { get; init; }

    /// <summary>Who is told how far the tool is; null when nobody waits for that. Called from any thread; must not block.</summary>
    public IProgress<ToolProgress>? Progress { get; init; }

    /// <summary>How long a question about it may stand.</summary>
    public Patience Patience { get; init; }

    /// <summary>The label of the arguments, where nothing finer is known. Outside and secret unless the face says otherwise.</summary>
    public Label Label { get; init; }

    /// <summary>Labels of single arguments.</summary>
    public IReadOnlyDictionary<string, Label>? Labels { get; init; }
}
