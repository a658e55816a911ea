using System.Diagnostics;
using Harombe.RealTests.Gateway;

namespace Harombe.RealTests.Networks;

/// <summary>A test in a network of its own: skipped with the reason where none can be made, unless it was promised.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NamespaceFactAttribute : FactAttribute
{
    private static readonly string? Fault = Try();

    /// <summary>Tries to make one when tests are discovered.</summary>
    public NamespaceFactAttribute()
    {
        if (Fault is not null && !RealFactAttribute.IsRequired("unshare"))
        {
            Skip = $"{Fault} Run as root on Linux with util-linux and iproute2, or set HAROMBE_TEST_REQUIRE=unshare to make this a failure.";
        }
    }

    private static string? Try()
    {
        if (new[] { "unshare", "nsenter", "ip" }.FirstOrDefault(program => RealFactAttribute.Find(program) is null) is { } missing)
        {
            return $"'{missing}' is not on PATH, so no network namespace can be made.";
        }

        using var attempt = Process.Start(new ProcessStartInfo("unshare", ["--net", "--", "ip", "link", "set", "lo", "up"]) { RedirectStandardError = true })!; // not null: it is started anew
        var said = attempt.StandardError.ReadToEnd();
        attempt.WaitForExit();
        return attempt.ExitCode == 0 ? null : $"No network namespace can be made here ({said.Trim()}).";
    }
}
