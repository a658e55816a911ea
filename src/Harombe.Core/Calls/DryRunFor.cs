namespace Harombe.Core.Calls;

/// <summary>Whom a dry run is for.</summary>
public enum DryRunFor
{
    /// <summary>The call is none.</summary>
    None = 0,

    /// <summary>A person who may answer for the caller; the caller reads nothing of it.</summary>
    Approver = 1,

    /// <summary>The caller's own user, over the caller's connection: it counts as read by the caller.</summary>
    Caller = 2,
}
