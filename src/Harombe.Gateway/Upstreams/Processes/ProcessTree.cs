using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Harombe.Gateway.Upstreams.Processes;

/// <summary>
/// A child with everything that it started. Launchers such as npx start the server as a grandchild and may end before it, and then nothing of a family tree
/// leads there any more; so every process carries a mark in its environment, which children inherit, and is found by that as well.
/// </summary>
internal static class ProcessTree
{
    /// <summary>The variable with the mark: whose host, and which start.</summary>
    public const string Mark = "HAROMBE_UPSTREAM";

    private const int Terminate = 15;
    private const int Rounds = 100;
    private const int Doubts = 5;
    private const int KernelThreads = 2;
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(5);

    /// <summary>Asks all of them to end, as an operating system does.</summary>
    public static void Ask(int root, string mark)
    {
        foreach (var id in OperatingSystem.IsLinux() ? Find(root, mark).Found : [root])
        {
            if (!OperatingSystem.IsWindows())
            {
                _ = SendSignal(id, Terminate);
            }
        }
    }

    /// <summary>
    /// Ends all of them. Looks again until there is none: one that was about to fork may have done so meanwhile, and one that is about to become another
    /// program shows no environment for that moment, by which it would be missed.
    /// </summary>
    public static async Task KillAsync(int root, string mark, TimeProvider clock)
    {
        var doubts = 0;
        for (var round = 0; round < Rounds && doubts < Doubts; round++)
        {
            var (found, isSure) = OperatingSystem.IsLinux() ? Find(root, mark) : (round == 0 && root > 0 ? [root] : [], true);
            if (found.Count == 0 && isSure)
            {
                return;
            }

            foreach (var id in found)
            {
                KillOne(id);
            }

            // Somebody else's process may be without an environment for good: so not for long.
            doubts = found.Count == 0 ? doubts + 1 : 0;
            if (found.Count == 0)
            {
                await Task.Delay(Moment, clock).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The processes that bear a mark beginning so; none where the system doesn't tell.</summary>
    public static IReadOnlyList<int> Marked(string mark) => OperatingSystem.IsLinux() ? Find(root: 0, mark).Found : [];

    private static void KillOne(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill(entireProcessTree: !OperatingSystem.IsLinux());
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It ended by itself meanwhile.
        }
    }

    private static (List<int> Found, bool IsSure) Find(int root, string mark)
    {
        var isSure = true;
        var parents = new Dictionary<int, int>();
        var found = new HashSet<int>();
        var wanted = Encoding.ASCII.GetBytes($"{Mark}={mark}");
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id != Environment.ProcessId)
            {
                isSure &= Look(folder, id, wanted, parents, found);
            }
        }

        if (root > 0 && parents.ContainsKey(root))
        {
            found.Add(root);
        }

        // Whatever descends from one of them, should it have cleaned its environment.
        for (var grown = true; grown;)
        {
            grown = false;
            foreach (var (id, parent) in parents)
            {
                grown |= found.Contains(parent) && found.Add(id);
            }
        }

        return ([.. found], isSure);
    }

    // Whether it could be seen.
    private static bool Look(string folder, int id, byte[] wanted, Dictionary<int, int> parents, HashSet<int> found)
    {
        try
        {
            // "id (name) state parent …", where the name may hold anything.
            var stat = File.ReadAllText($"{folder}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ', 3);
            if (fields[0] is "Z" or "X")
            {
                return true;
            }

            var parent = parents[id] = int.Parse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture);
            var environment = File.ReadAllBytes($"{folder}/environ");
            if (environment.AsSpan().IndexOf(wanted) >= 0)
            {
                found.Add(id);
            }

            return environment.Length > 0 || id == KernelThreads || parent == KernelThreads;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return true; // gone, or somebody else's
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);
}
