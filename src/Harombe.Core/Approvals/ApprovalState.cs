namespace Harombe.Core.Approvals;

/// <summary>Where a question stands. Only <see cref="Approved"/> can be spent, once.</summary>
public enum ApprovalState
{
    /// <summary>Nothing is known; counts as a no.</summary>
    Unknown = 0,

    /// <summary>Nobody has answered yet.</summary>
    Waiting = 1,

    /// <summary>A person said yes; the call has not used it yet.</summary>
    Approved = 2,

    /// <summary>A person said no.</summary>
    Denied = 3,

    /// <summary>Time ran out; counts as a no.</summary>
    Expired = 4,

    /// <summary>The call has used it. It can't be used again, whatever became of the call.</summary>
    Spent = 5,

    /// <summary>The call was given up before it used an answer; counts as a no.</summary>
    Withdrawn = 6,
}
