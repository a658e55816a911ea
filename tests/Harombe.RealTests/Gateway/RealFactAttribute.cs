namespace Harombe.RealTests.Gateway;

/// <summary>A test of other people's programs: skipped with the reason where they are not there, unless they were promised.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RealFactAttribute : FactAttribute
{
    /// <summary>Looks for the program when tests are discovered.</summary>
    /// <param name="program">The name of an executable on PATH.</param>
    public RealFactAttribute(string program)
    {
        if (!IsRequired(program) && Find(program) is null)
        {
            Skip = $"'{program}' is not on PATH. Install it, or set HAROMBE_TEST_REQUIRE={program} to make its absence a failure.";
        }
    }

    /// <summary>Whether HAROMBE_TEST_REQUIRE promises the program.</summary>
    public static bool IsRequired(string program) =>
        (Environment.GetEnvironmentVariable("HAROMBE_TEST_REQUIRE") ?? "").Split(',', StringSplitOptions.TrimEntries).Contains(program, StringComparer.Ordinal);

    /// <summary>The full path of a program on PATH; null when there is none.</summary>
    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => OperatingSystem.IsWindows() ? [Path.Combine(folder, program + ".cmd"), Path.Combine(folder, program + ".exe")] : new[] { Path.Combine(folder, program) })
        .FirstOrDefault(File.Exists);
}
