namespace Harombe.Core.Guard;

/// <summary>
/// The stations of the guarded call, in the order in which a call passes them. Each is one filter around the next, so what a station does on the
/// way back happens in reverse order: revoke, then scan the result, then record the outcome.
/// </summary>
public enum Station
{
    /// <summary>No station.</summary>
    None = 0,

    /// <summary>Normalises and scans the arguments; on the way back, records a call that was stopped.</summary>
    Receive = 1,

    /// <summary>Checks the arguments against the tool's schema.</summary>
    Schema = 2,

    /// <summary>Asks policy: deny, ask or allow.</summary>
    Decide = 3,

    /// <summary>Puts the question to a person, or spends the answer.</summary>
    Approve = 4,

    /// <summary>Records the intent, durably; on the way back, the outcome.</summary>
    Record = 5,

    /// <summary>On the way back: bounds, scans and labels the result.</summary>
    Result = 6,

    /// <summary>Leases the credentials that the tool declares; on the way back, revokes them.</summary>
    Lease = 7,

    /// <summary>Issues the permit that the tool's body demands.</summary>
    Permit = 8,
}
