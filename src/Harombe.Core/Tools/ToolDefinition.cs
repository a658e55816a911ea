using System.Collections.Immutable;
using System.Text.Json;
using Harombe.Core.Labels;
using Harombe.Core.Secrets;

namespace Harombe.Core.Tools;

/// <summary>
/// All that is known of a tool before it runs. Immutable. Its <see cref="Fingerprint"/> covers every field, so that an
/// approval given for one definition is worth nothing for a changed one.
/// </summary>
public sealed record ToolDefinition
{
    /// <summary>The name in the catalogue.</summary>
    public required ToolName Name { get; init; }

    /// <summary>What it does, for the model and for the approver.</summary>
    public required string Description { get; init; }

    /// <summary>JSON Schema (draft 2020-12) of the arguments object.</summary>
    public required JsonElement InputSchema { get; init; }

    /// <summary>JSON Schema of the structured result, where the tool promises one.</summary>
    public JsonElement? OutputSchema { get; init; }

    /// <summary>Where it comes from, for example <c>plugin files 0.1.0</c> or <c>upstream github</c>.</summary>
    public required string Origin { get; init; }

    /// <summary>How much harm a call could do.</summary>
    public required Risk Risk { get; init; }

    /// <summary>Changes nothing anywhere. Only such tools run without a question, and in parallel.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Running it twice with the same arguments is the same as running it once.</summary>
    public bool Idempotent { get; init; }

    /// <summary>The label that its results carry unless the tool says more of a single value.</summary>
    public Label ResultLabel { get; init; }

    /// <summary>Secrets it must lease to run.</summary>
    public ImmutableArray<SecretName> Secrets { get; init; } = [];

    /// <summary>Hosts it may reach, through the egress proxy.</summary>
    public ImmutableArray<string> Hosts { get; init; } = [];

    /// <summary>Folders it may touch, for example <c>workspace</c>.</summary>
    public ImmutableArray<string> Paths { get; init; } = [];

    /// <summary>SHA-256 over the canonical form of every field above, in lower-case hex.</summary>
    public string Fingerprint => field ??= ToolFingerprint.Of(this);
}
