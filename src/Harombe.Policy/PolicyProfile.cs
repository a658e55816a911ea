namespace Harombe.Policy;

/// <summary>What holds where no rule of the operator's matches.</summary>
public enum PolicyProfile
{
    /// <summary>Only reading runs; everything else is put before a person.</summary>
    LockedDown = 0,

    /// <summary>Reading runs, and what the user's own words ask and vouch for. The default.</summary>
    Cautious = 1,

    /// <summary>Also changes inside of the user's own workspace that nothing from outside decides.</summary>
    Developer = 2,
}
