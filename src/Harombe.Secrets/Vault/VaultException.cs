namespace Harombe.Secrets.Vault;

/// <summary>What went wrong with Vault. The zero value is never retried.</summary>
internal enum VaultFault
{
    /// <summary>Not known.</summary>
    None = 0,

    /// <summary>Nobody answers at the address, or not with the certificate that is expected.</summary>
    Unreachable,

    /// <summary>The connection ended in the middle of an answer.</summary>
    Cut,

    /// <summary>No answer within the time for one attempt, or for all of them.</summary>
    Slow,

    /// <summary>503: it is sealed, or down for maintenance.</summary>
    Sealed,

    /// <summary>501: it was never initialised.</summary>
    Uninitialized,

    /// <summary>472, 473, 474: a node that doesn't serve this request and names none that would.</summary>
    Standby,

    /// <summary>429: it asks to come back later.</summary>
    Limited,

    /// <summary>412: this node doesn't know yet what the request builds on.</summary>
    Behind,

    /// <summary>403: the token is over, or its policy doesn't allow the path.</summary>
    Denied,

    /// <summary>400, 405: the request is wrong.</summary>
    Invalid,

    /// <summary>Another 5xx.</summary>
    Failing,

    /// <summary>The answer isn't Vault's: not JSON, too large, too deep, another kind of page.</summary>
    Foreign,

    /// <summary>A redirect to somewhere that isn't configured. The token was not sent there.</summary>
    Redirected,

    /// <summary>It failed too often just now and is not asked.</summary>
    Open,
}

/// <summary>Vault can't or won't. The message is for people: it holds no token and nothing of a secret.</summary>
internal sealed class VaultException(VaultFault fault, string message, Exception? cause = null) : Exception(message, cause)
{
    public VaultFault Fault { get; } = fault;

    /// <summary>How long the server asks to wait, where it says.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the same request may go well soon.</summary>
    public bool IsTransient => Fault is VaultFault.Unreachable or VaultFault.Cut or VaultFault.Slow or VaultFault.Sealed or VaultFault.Standby
        or VaultFault.Limited or VaultFault.Behind or VaultFault.Failing;

    /// <summary>Whether the request surely had no effect, so that even one that must happen once may be sent again.</summary>
    public bool HadNoEffect => Fault is VaultFault.Unreachable or VaultFault.Sealed or VaultFault.Standby or VaultFault.Limited or VaultFault.Behind;

    /// <summary>Whether it says that the server is ill, which the circuit counts.</summary>
    public bool IsIllness => Fault is VaultFault.Unreachable or VaultFault.Cut or VaultFault.Slow or VaultFault.Sealed or VaultFault.Failing or VaultFault.Foreign;
}
