namespace Harombe.Core.Tools;

/// <summary>How much harm a call could do. The zero value is treated as the worst.</summary>
public enum Risk
{
    /// <summary>Nobody has said. Decided as <see cref="Critical"/>.</summary>
    Unknown = 0,

    /// <summary>Reads what its caller may read anyway; changes nothing.</summary>
    Low = 1,

    /// <summary>Changes something that is easily undone.</summary>
    Medium = 2,

    /// <summary>Deletes, sends, pays, or runs code.</summary>
    High = 3,

    /// <summary>Can't be undone, or reaches beyond this machine with code.</summary>
    Critical = 4,
}
