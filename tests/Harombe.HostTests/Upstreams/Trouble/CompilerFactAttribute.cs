namespace Harombe.HostTests.Upstreams.Trouble;

/// <summary>A test that builds a native program: skipped with the reason where there is no compiler, unless one was promised.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CompilerFactAttribute : FactAttribute
{
    private const string Compiler = "gcc";

    /// <summary>Looks for the compiler when tests are discovered.</summary>
    public CompilerFactAttribute()
    {
        var isPromised = (Environment.GetEnvironmentVariable("HAROMBE_TEST_REQUIRE") ?? "").Split(',', StringSplitOptions.TrimEntries).Contains(Compiler, StringComparer.Ordinal);
        var isThere = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, Compiler)));
        if (!isPromised && !isThere)
        {
            Skip = $"'{Compiler}' is not on PATH. Install it, or set HAROMBE_TEST_REQUIRE={Compiler} to make its absence a failure.";
        }
    }
}
