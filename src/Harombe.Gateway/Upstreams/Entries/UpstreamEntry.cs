using System.Collections.Immutable;
using System.Text.Json;
using Harombe.Core.Principals;
using Harombe.Core.Tools;

namespace Harombe.Gateway.Upstreams.Entries;

/// <summary>One upstream MCP server, as somebody wrote it down. Immutable; read by <see cref="EntryReading"/>.</summary>
public sealed record UpstreamEntry
{
    internal UpstreamEntry()
    {
    }

    /// <summary>Its name: what the names of its tools begin with.</summary>
    public required string Name { get; init; }

    /// <summary>Where it is: a program to start, or an address.</summary>
    public required UpstreamPlace Place { get; init; }

    /// <summary>Who may use it; empty for everybody whose own scope covers its tools.</summary>
    public ImmutableArray<PrincipalId> Principals { get; init; } = [];

    /// <summary>Whether the operator vouches for what it says of its tools. Nobody vouches for what its tools return.</summary>
    public bool Trusted { get; init; }

    /// <summary>What the operator says of single tools, by the name that the server gives them.</summary>
    public ImmutableDictionary<string, ToolWords> Tools { get; init; } = ImmutableDictionary<string, ToolWords>.Empty;

    /// <summary>What it may want of the client behind a call.</summary>
    public UpstreamAsks Asks { get; init; } = new();

    /// <summary>How many clients have a connection of their own to it, at most; zero for one connection that all share.</summary>
    public int Apart { get; init; }

    /// <summary>For how long a result of a tool that only reads may be given again to the same principal for the same arguments; zero for never.</summary>
    public TimeSpan CacheFor { get; init; }

    /// <summary>How long and how much.</summary>
    public UpstreamLimits Limits { get; init; } = new();

    /// <summary>All of it as it was written.</summary>
    public required JsonElement Written { get; init; }
}

/// <summary>What the operator says of one tool.</summary>
/// <param name="Risk">How much harm a call could do; null for what is inferred.</param>
/// <param name="Alias">What it is called instead, behind the server's name.</param>
/// <param name="Description">What is said of it instead.</param>
/// <param name="Enabled">Whether it is offered at all.</param>
/// <param name="Reads">Whether it changes nothing anywhere: the operator's own word, which the server's would not do for.</param>
/// <param name="DryRun">The server's tool that only reads and tells what a call of this one would do.</param>
public sealed record ToolWords(Risk? Risk, string? Alias, string? Description, bool Enabled, bool Reads, string? DryRun = null);

/// <summary>What a server may want of the client behind a call, where that client offers it.</summary>
/// <param name="Elicitation">Ask its user, by a form.</param>
/// <param name="Sampling">Use its model, at its cost and with whatever the server writes into the prompt.</param>
/// <param name="Roots">Be told its folders.</param>
public sealed record UpstreamAsks(bool Elicitation = true, bool Sampling = false, bool Roots = false);

/// <summary>Bounds on one upstream.</summary>
public sealed record UpstreamLimits
{
    /// <summary>How long starting and introducing itself may take.</summary>
    public TimeSpan Start { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one call may take.</summary>
    public TimeSpan Call { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a client may take to answer a question of the server, while a call is held for it. No time of the call's.</summary>
    public TimeSpan Answer { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>After how long without a call it is stopped, to be started again by the next one; zero for never.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>After how long it is replaced by a fresh one, as soon as no call runs in it.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromHours(24);

    /// <summary>For how long its definitions count as unchanged after they were compared; zero compares before every call.</summary>
    public TimeSpan Compare { get; init; }

    /// <summary>Calls under way at once; a few more wait.</summary>
    public int Concurrent { get; init; } = 16;

    /// <summary>The largest message that it may send, in bytes.</summary>
    public int Message { get; init; } = 8 * 1024 * 1024;
}
