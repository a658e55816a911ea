namespace Harombe.Host.Diagnosis;

/// <summary>How a step came out. The zero value claims nothing.</summary>
internal enum Health
{
    /// <summary>It could not be tried, because of an earlier one or because it doesn't apply.</summary>
    NotTried = 0,

    /// <summary>It works.</summary>
    Works = 1,

    /// <summary>It doesn't; the remedy says what helps.</summary>
    Fails = 2,
}

/// <summary>What one step found.</summary>
/// <param name="Step">What was tried.</param>
/// <param name="Health">How it came out.</param>
/// <param name="Detail">What was seen, in a line.</param>
/// <param name="Remedy">For a failure, what to do; empty otherwise.</param>
internal sealed record Finding(string Step, Health Health, string Detail, string Remedy = "")
{
    public static Finding Works(string step, string detail) => new(step, Health.Works, detail);

    public static Finding Fails(string step, string detail, string remedy) => new(step, Health.Fails, detail, remedy);

    public static Finding NotTried(string step, string why) => new(step, Health.NotTried, why);
}
