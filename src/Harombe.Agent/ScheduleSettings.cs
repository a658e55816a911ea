namespace Harombe.Agent;

/// <summary>A task that an agent does by the clock. Immutable.</summary>
public sealed record ScheduleSettings
{
    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>When, in five fields: minute, hour, day of the month, month, day of the week.</summary>
    public required string Cron { get; init; }

    /// <summary>The time zone of those fields, by its IANA name.</summary>
    public string Zone { get; init; } = "UTC";

    /// <summary>The agent that does it; null for the one without a name.</summary>
    public string? Agent { get; init; }

    /// <summary>What it is told.</summary>
    public required string Message { get; init; }

    /// <summary>Whether times at which the host was down are made up for, all by one run; otherwise they are left out.</summary>
    public bool CatchesUp { get; init; }
}
