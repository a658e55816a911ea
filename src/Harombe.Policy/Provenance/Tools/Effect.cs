namespace Harombe.Policy.Provenance.Tools;

/// <summary>What a tool does to the world, as far as its words tell. Flags: a tool may do several.</summary>
[Flags]
internal enum Effect
{
    /// <summary>Nothing is known. Decided as the worst of its neighbours.</summary>
    Unknown = 0,

    /// <summary>Reads and changes nothing.</summary>
    Read = 1 << 0,

    /// <summary>Reads from an address that the call names: reaching it is an effect of its own.</summary>
    Fetch = 1 << 1,

    /// <summary>Makes something new.</summary>
    Create = 1 << 2,

    /// <summary>Changes something that is there.</summary>
    Change = 1 << 3,

    /// <summary>Tells somebody something, or publishes it.</summary>
    Send = 1 << 4,

    /// <summary>Lets somebody in, or lets them do more.</summary>
    Grant = 1 << 5,

    /// <summary>Destroys or ends something.</summary>
    Delete = 1 << 6,

    /// <summary>Moves money, or commits to it.</summary>
    Pay = 1 << 7,

    /// <summary>Changes how the user proves who they are.</summary>
    Credential = 1 << 8,

    /// <summary>Runs code or a command.</summary>
    Run = 1 << 9,

    /// <summary>Commits the user to something of somebody else's: a room, a table, a seat.</summary>
    Book = 1 << 10,

    /// <summary>Changes who may see or do what.</summary>
    Expose = 1 << 11,

    /// <summary>Puts something at another time or place.</summary>
    Move = 1 << 12,

    /// <summary>Changes the state or the marks of something, not what it says.</summary>
    Mark = 1 << 13,
}
