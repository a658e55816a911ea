namespace Harombe.Host.Configuration.Checks;

/// <summary>Compares paths by where they lead, so that a symbolic link doesn't get around a rule about folders.</summary>
internal static class RealPath
{
    private const int MostLinks = 40;

    /// <summary>The absolute path with every link of its existing part resolved. Links in a circle are left as they are.</summary>
    public static string Of(string path)
    {
        var rest = new Stack<string>(path.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse());
        var real = "/";
        var links = 0;
        while (rest.TryPop(out var segment))
        {
            var next = Path.GetFullPath(segment, real);
            if (LinkTarget(next) is not { } target || ++links > MostLinks)
            {
                real = next;
                continue;
            }

            if (target.StartsWith('/')) real = "/";
            foreach (var part in target.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse()) rest.Push(part);
        }

        return real;
    }

    /// <summary>Whether <paramref name="path"/> is <paramref name="folder"/> or lies in it; both real.</summary>
    public static bool IsWithin(string path, string folder) => path == folder || folder == "/" || path.StartsWith(folder + "/", StringComparison.Ordinal);

    private static string? LinkTarget(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // What can't be looked at can't be entered either; the rule then goes by the name.
            return null;
        }
    }
}
