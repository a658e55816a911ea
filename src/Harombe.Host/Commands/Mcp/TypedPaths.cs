namespace Harombe.Host.Commands.Mcp;

/// <summary>
/// Paths in a command line that somebody types here and that runs elsewhere: a server has a folder of its own, and <c>./server.js</c> is not in it. What is a
/// path from the folder where it was typed is written out in full.
/// </summary>
internal static class TypedPaths
{
    /// <summary>The words with the paths among them in full.</summary>
    /// <param name="words">The program and its arguments.</param>
    /// <param name="here">The folder where they were typed.</param>
    public static IEnumerable<string> InFull(IReadOnlyList<string> words, string here) => words.Select((word, index) => index == 0 ? Program(word, here) : Argument(word, here));

    // Without a slash it is looked for on PATH, as a shell does.
    private static string Program(string word, string here) => word.Contains('/', StringComparison.Ordinal) ? Path.GetFullPath(word, here) : word;

    private static string Argument(string word, string here)
    {
        var equals = word.StartsWith('-') ? word.IndexOf('=', StringComparison.Ordinal) + 1 : 0;
        var value = word[equals..];
        // Certainly a path, or one that is there: 'server.js' of 'node server.js'. A folder's bare name may mean anything.
        return value is "." or ".." || value.StartsWith("./", StringComparison.Ordinal) || value.StartsWith("../", StringComparison.Ordinal) || (IsWord(value) && File.Exists(Path.Combine(here, value)))
            ? word[..equals] + Path.GetFullPath(value, here)
            : word;
    }

    private static bool IsWord(string value) => value.Length > 0 && !value.StartsWith('-') && !Path.IsPathRooted(value);
}
