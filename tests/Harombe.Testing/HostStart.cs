using System.Diagnostics;

namespace Harombe.Testing;

/// <summary>How the built program is started: from the folder of the tests, with an environment that holds nothing of this machine's.</summary>
internal static class HostStart
{
    /// <summary>The host as it was built beside the tests.</summary>
    public static string Assembly { get; } = Path.Combine(AppContext.BaseDirectory, "Harombe.Host.dll");

    /// <summary>A process that is ready to be started.</summary>
    /// <param name="home">The folder that it runs in; a harombe.yaml in it would count.</param>
    /// <param name="settings">Keys of the configuration, dotted, and their values.</param>
    /// <param name="environment">Further variables.</param>
    /// <param name="words">The command line behind the name of the program.</param>
    public static Process Of(
        string home, IReadOnlyDictionary<string, string> settings, IReadOnlyDictionary<string, string>? environment, params IEnumerable<string> words)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            WorkingDirectory = home,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            ArgumentList = { "exec", Assembly },
        };
        foreach (var word in words)
        {
            start.ArgumentList.Add(word);
        }

        start.Environment.Clear();
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH");
        start.Environment["DOTNET_ROOT"] = Environment.GetEnvironmentVariable("DOTNET_ROOT");
        start.Environment["HOME"] = home;
        foreach (var (key, value) in settings)
        {
            start.Environment["HAROMBE__" + key.ToUpperInvariant().Replace(".", "__", StringComparison.Ordinal)] = value;
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new Process { StartInfo = start };
    }
}
