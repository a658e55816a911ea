using System.Collections.Immutable;
using System.Text.Json;
using Harombe.Core.Calls;
using Harombe.Core.Labels;
using Harombe.Core.Principals;
using Harombe.Core.Secrets;

namespace Harombe.Core.Tools;

/// <summary>
/// All that is known of a tool before it runs. Immutable. Its <see cref="Fingerprint"/> covers every field, so that an
/// approval given for one definition is worth nothing for a changed one.
/// </summary>
public sealed record ToolDefinition
{
    private Remembered fingerprint;

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

    /// <summary>
    /// Whether the operator vouches for what the source says of its tools. Where neither metadata nor such a source says how risky a tool is, it counts as
    /// at least medium.
    /// </summary>
    public bool SourceTrusted { get; init; }

    /// <summary>Changes nothing anywhere. Only such tools run without a question, and in parallel.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Running it twice with the same arguments is the same as running it once.</summary>
    public bool Idempotent { get; init; }

    /// <summary>
    /// How long a result may be given again to the same principal for the same arguments; zero for never. Counts only for tools that are
    /// <see cref="ReadOnly"/> and <see cref="Idempotent"/>.
    /// </summary>
    public TimeSpan CacheFor { get; init; }

    /// <summary>The label that its results carry unless the tool says more of a single value.</summary>
    public Label ResultLabel { get; init; }

    /// <summary>Secrets it must lease to run.</summary>
    public ImmutableArray<SecretName> Secrets { get; init; } = [];

    /// <summary>
    /// Those of <see cref="Secrets"/> whose value it is given, and not only a placeholder (<c>reveal: true</c>). Weaker: the tool's code can keep or leak it.
    /// </summary>
    public ImmutableArray<SecretName> Revealed { get; init; } = [];

    /// <summary>Hosts it may reach, through the egress proxy.</summary>
    public ImmutableArray<string> Hosts { get; init; } = [];

    /// <summary>Folders it may touch, for example <c>workspace</c>.</summary>
    public ImmutableArray<string> Paths { get; init; } = [];

    /// <summary>The only principals that may see and call it; empty for all whose own scope covers it.</summary>
    public ImmutableArray<PrincipalId> Audience { get; init; } = [];

    /// <summary>
    /// A tool of the same source that only reads and tells, from the same arguments, what a call of this one would do: approvers are shown what it says. Null for none.
    /// </summary>
    public ToolName? DryRun { get; init; }

    /// <summary>Why nobody may call it for now, and what would change that; null when it may be called. Such a tool is in no list, and a call of it is refused with this.</summary>
    public Reason? Blocked { get; init; }

    /// <summary>Whether a principal is among those that it is for. Its own scope is another question.</summary>
    public bool IsFor(PrincipalId principal) => Audience.IsDefaultOrEmpty || Audience.Contains(principal);

    /// <summary>SHA-256 over the canonical form of every field above, in lower-case hex.</summary>
    public string Fingerprint => fingerprint.Of(this);

    // A copy made by "with" takes every field along, and must not take the fingerprint of the definition it was made from.
    private struct Remembered : IEquatable<Remembered>
    {
        private Tuple<ToolDefinition, string>? known;

        public string Of(ToolDefinition tool)
        {
            if (known is not { } own || !ReferenceEquals(own.Item1, tool))
            {
                known = own = Tuple.Create(tool, ToolFingerprint.Of(tool));
            }

            return own.Item2;
        }

        // Whether it was computed yet says nothing of the definition.
        public readonly bool Equals(Remembered other) => true;

        public override readonly bool Equals(object? obj) => obj is Remembered;

        public override readonly int GetHashCode() => 0;
    }
}
