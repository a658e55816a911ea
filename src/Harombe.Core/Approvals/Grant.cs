using System.Security.Cryptography;
using System.Text.Json;
using Harombe.Core.Calls;
using Harombe.Core.Principals;
using Harombe.Core.Tools;

namespace Harombe.Core.Approvals;

/// <summary>Names a standing answer.</summary>
public readonly record struct GrantId(string Value)
{
    /// <summary>A fresh id.</summary>
    public static GrantId New() => new("grt_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>How far a yes shall reach beyond the call that it was asked about.</summary>
/// <param name="Session">Whether only within the session of that call.</param>
/// <param name="Lasts">For how long; null for as long as it may.</param>
/// <param name="Pattern">
/// What the arguments of later calls must be, argument by argument: <c>{"path":{"within":"notes"},"content":{"any":true}}</c>. Null for the very same arguments.
/// </param>
/// <param name="Confirm">For a pattern: the word that its proposal gave, which proves that the person was shown what it covers.</param>
public sealed record GrantTerms(bool Session, TimeSpan? Lasts, JsonElement? Pattern, string? Confirm);

/// <summary>
/// A standing answer: discharges the named asks for calls of one tool, one principal and the arguments that it covers, until it ends. Never a denial, never
/// another tool, never critical risk. Immutable snapshot of the store.
/// </summary>
public sealed record Grant
{
    /// <summary>The grant.</summary>
    public required GrantId Id { get; init; }

    /// <summary>The question whose yes it came with.</summary>
    public required ApprovalId From { get; init; }

    /// <summary>The tool.</summary>
    public required ToolName Tool { get; init; }

    /// <summary>Fingerprint of its definition: a changed tool is another one.</summary>
    public required string Definition { get; init; }

    /// <summary>Whose calls.</summary>
    public required PrincipalId Principal { get; init; }

    /// <summary>The session it is good for; null for any of the principal's.</summary>
    public required SessionId? Session { get; init; }

    /// <summary>The rules whose questions it answers. A call that another rule asks about as well is put before a person.</summary>
    public required IReadOnlyList<string> Asks { get; init; }

    /// <summary>What the rules meant when it was given.</summary>
    public required string Meaning { get; init; }

    /// <summary>The most risk it covers.</summary>
    public required Risk Risk { get; init; }

    /// <summary>What the arguments must be, argument by argument.</summary>
    public required JsonElement Pattern { get; init; }

    /// <summary>Who gave it.</summary>
    public required PrincipalId By { get; init; }

    /// <summary>How the answer came.</summary>
    public required AnswerChannel Via { get; init; }

    /// <summary>When it was given.</summary>
    public required DateTimeOffset GivenAt { get; init; }

    /// <summary>When it ends.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was taken back; null while it stands.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Who took it back.</summary>
    public PrincipalId? RevokedBy { get; init; }

    /// <summary>How many calls it has let through.</summary>
    public long Uses { get; init; }

    /// <summary>When it did last.</summary>
    public DateTimeOffset? UsedAt { get; init; }
}
