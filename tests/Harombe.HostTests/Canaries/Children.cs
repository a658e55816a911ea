using System.Globalization;
using System.Text;

namespace Harombe.HostTests.Canaries;

/// <summary>What the kernel shows of a process: the environment and the command line that it runs with.</summary>
internal static class Children
{
    /// <summary>A process and everything below it.</summary>
    public static IReadOnlyList<int> TreeOf(int root)
    {
        var parents = Directory.EnumerateDirectories("/proc").Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0).Select(id => (Id: id, Parent: ParentOf(id))).ToList();
        List<int> tree = [root];
        for (var at = 0; at < tree.Count; at++)
        {
            tree.AddRange(parents.Where(one => one.Parent == tree[at]).Select(one => one.Id));
        }

        return tree;
    }

    /// <summary>The variables, as they were when it became the program that it is.</summary>
    public static IReadOnlyDictionary<string, string> EnvironmentOf(int id) => Strings(id, "environ").Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[^1], StringComparer.Ordinal);

    /// <summary>Where one of the texts shows.</summary>
    public static IReadOnlyList<string> Showing(int id, IReadOnlyList<(string Disguise, string Text)> texts) =>
    [
        .. from file in new[] { "environ", "cmdline" }
           let bytes = Read(id, file)
           from text in texts
           where Canary.Needles(text.Text).Any(needle => bytes.AsSpan().IndexOf(needle) >= 0)
           select $"{text.Disguise} in {file} of {id}: {string.Join(' ', Strings(id, "cmdline"))}",
    ];

    private static string[] Strings(int id, string file) => Encoding.UTF8.GetString(Read(id, file)).Split('\0', StringSplitOptions.RemoveEmptyEntries);

    // The parent stands behind the name, which may hold anything.
    private static int ParentOf(int id) => Encoding.UTF8.GetString(Read(id, "stat")).Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var parent, ..]
        ? int.Parse(parent, CultureInfo.InvariantCulture) : 0;

    private static byte[] Read(int id, string file)
    {
        try
        {
            return File.ReadAllBytes($"/proc/{id}/{file}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return []; // it has ended
        }
    }
}
