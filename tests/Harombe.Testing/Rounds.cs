namespace Harombe.Testing;

/// <summary>How often a test repeats what chance decides: a few times every day, and as often as the promise says with <c>HAROMBE_TEST_FULL=1</c>.</summary>
public static class Rounds
{
    private static readonly bool Full = Environment.GetEnvironmentVariable("HAROMBE_TEST_FULL") == "1";

    /// <summary>The number of rounds for this run.</summary>
    public static int Of(int quick, int full) => Full ? full : quick;
}
