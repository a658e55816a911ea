namespace Harombe.Core.Approvals;

/// <summary>How long a question may stand.</summary>
public enum Patience
{
    /// <summary>Somebody sits in front of it: 30, 60 or 120 seconds by risk.</summary>
    Interactive = 0,

    /// <summary>Somebody will be told of it: <c>approvals.deferred_timeout</c>.</summary>
    Deferred = 1,
}
