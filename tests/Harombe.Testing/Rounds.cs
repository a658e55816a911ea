namespace Harombe.Testing;

/// <summary>How often a repeated test repeats: a few times at everyday work, many times where <c>HAROMBE_TEST_FULL=1</c> asks for it.</summary>
public static class Rounds
{
    /// <summary>The count to use.</summary>
    public static int Of(int quick, int full) => Environment.GetEnvironmentVariable("HAROMBE_TEST_FULL") == "1" ? full : quick;
}
