using Harombe.Core.Principals;

namespace Harombe.Core.Audit;

/// <summary>The host started or stopped.</summary>
/// <param name="Event"><c>started</c> or <c>stopped</c>.</param>
/// <param name="Version">The version of the host.</param>
public sealed record HostChanged(string Event, string Version) : AuditEntry
{
    /// <inheritdoc/>
    public override string Kind => "host." + Event;

    private protected override void Fill(EntryForm form) => form.Add("version", Version);
}

/// <summary>A token was issued or revoked, or somebody signed in with one-time link.</summary>
/// <param name="Event"><c>issued</c>, <c>revoked</c>, <c>signed-in</c> or <c>refused</c>.</param>
/// <param name="Principal">Whose.</param>
/// <param name="Kinds">What it may be used for.</param>
/// <param name="By">Who did it.</param>
public sealed record AccessChanged(string Event, PrincipalId Principal, TokenKinds Kinds, PrincipalId By) : AuditEntry
{
    /// <inheritdoc/>
    public override string Kind => "access." + Event;

    private protected override void Fill(EntryForm form)
    {
        form.Add("principal", Principal.Value);
        form.Add("kinds", Kinds.ToString().ToLowerInvariant());
        form.Add("by", By.Value);
    }
}

/// <summary>A secret was stored or removed. Its name only, ever.</summary>
/// <param name="Event"><c>stored</c> or <c>removed</c>.</param>
/// <param name="Name">The secret's name.</param>
/// <param name="By">Who did it.</param>
public sealed record SecretChanged(string Event, Secrets.SecretName Name, PrincipalId By) : AuditEntry
{
    /// <inheritdoc/>
    public override string Kind => "secret." + Event;

    private protected override void Fill(EntryForm form)
    {
        form.Add("secret", Name.Value);
        form.Add("by", By.Value);
    }
}
