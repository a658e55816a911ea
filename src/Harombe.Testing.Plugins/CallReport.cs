using System.Text.Json;
using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Decisions;

namespace Harombe.Testing.Plugins;

/// <summary>How a call stands.</summary>
public enum CallState
{
    /// <summary>The guard refused it; nothing ran, unless the reason says so.</summary>
    Refused = 0,

    /// <summary>It waits for a person: <see cref="GuardedHost.ApproveAsync"/> or <see cref="GuardedHost.DenyAsync"/>.</summary>
    Waiting = 1,

    /// <summary>The tool ran and failed or refused.</summary>
    Failed = 2,

    /// <summary>The tool ran.</summary>
    Completed = 3,
}

/// <summary>What became of one call.</summary>
public sealed record CallReport
{
    /// <summary>The call, as the record names it.</summary>
    public required CallId Id { get; init; }

    /// <summary>The tool, as <c>plugin.tool</c>.</summary>
    public required string Tool { get; init; }

    /// <summary>How it stands.</summary>
    public required CallState State { get; init; }

    /// <summary>What policy said; null when the call didn't get that far.</summary>
    public Decision? Decision { get; init; }

    /// <summary>The question that waits; null when there is none.</summary>
    public Approval? Approval { get; init; }

    /// <summary>The result; null unless it is completed.</summary>
    public ToolContent? Content { get; init; }

    /// <summary>Why it was refused or failed.</summary>
    public Reason? Reason { get; init; }

    /// <summary>What the tool reported while it ran.</summary>
    public IReadOnlyList<Core.Plugins.ToolProgress> Progress { get; init; } = [];

    /// <summary>What a model reads.</summary>
    public string Text => Content?.PlainText ?? Reason?.ToString() ?? "";

    /// <summary>The structured result; null when there is none.</summary>
    public JsonElement? Structured => Content?.Structured?.Value;
}

/// <summary>One entry of the record.</summary>
/// <param name="Kind">For example <c>call.intent</c>.</param>
/// <param name="Json">The whole entry, as it would be stored.</param>
public sealed record RecordedEntry(string Kind, JsonElement Json);
