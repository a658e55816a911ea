using System.Text.Json;
using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Core.Principals;
using Harombe.Core.Tools;

namespace Harombe.Core.Approvals;

/// <summary>A question put to a person about one exact call, and what came of it. Immutable snapshot of the store.</summary>
public sealed record Approval
{
    /// <summary>The question.</summary>
    public required ApprovalId Id { get; init; }

    /// <summary>Where it stands.</summary>
    public required ApprovalState State { get; init; }

    /// <summary>The call it is about.</summary>
    public required CallId Call { get; init; }

    /// <summary>The tool.</summary>
    public required ToolName Tool { get; init; }

    /// <summary>
    /// The exact arguments, canonical. They were scanned before the question was asked. Where they hold a secret, these are what may be shown of them, and
    /// <see cref="WithheldSeal"/> is set.
    /// </summary>
    public required JsonElement Arguments { get; init; }

    /// <summary>
    /// Keyed hash of the arguments as they came, where they hold a secret: the arguments themselves are in memory only (<see cref="WithheldArguments"/>). Null
    /// where <see cref="Arguments"/> are all of them.
    /// </summary>
    public string? WithheldSeal { get; init; }

    /// <summary>Who asks.</summary>
    public required PrincipalId Principal { get; init; }

    /// <summary>The conversation or MCP session of the call.</summary>
    public required SessionId Session { get; init; }

    /// <summary>The door the call came in by.</summary>
    public required Face Face { get; init; }

    /// <summary>How much harm the call could do.</summary>
    public required Risk Risk { get; init; }

    /// <summary>The rule that asked.</summary>
    public required string Rule { get; init; }

    /// <summary>Why it asked, in a sentence.</summary>
    public required string Why { get; init; }

    /// <summary>When it was asked.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>When it turns into a no.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Keyed hash of everything the answer is bound to: see <see cref="CallBinding"/>.</summary>
    public required string Binding { get; init; }

    /// <summary>Random, so that two alike calls never share a binding.</summary>
    public required string Nonce { get; init; }

    /// <summary>Who may answer, how many must, and where the values come from.</summary>
    public AskTerms? Terms { get; init; }

    /// <summary>Who has said yes so far, where one yes is not enough.</summary>
    public IReadOnlyList<PrincipalId> Endorsed { get; init; } = [];

    /// <summary>The arguments that the person put in the place of those that were asked about: what runs is these, checked as if they had come so.</summary>
    public JsonElement? Edited { get; init; }

    /// <summary>Who answered.</summary>
    public PrincipalId? AnsweredBy { get; init; }

    /// <summary>How the answer came.</summary>
    public AnswerChannel AnsweredVia { get; init; }

    /// <summary>When it was answered.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>What the person gave as reason; the model reads it.</summary>
    public string? AnswerReason { get; init; }
}
