namespace Harombe.Host.Configuration;

/// <summary>Finds what somebody meant, by the number of typing mistakes between two names.</summary>
internal static class NearestName
{
    private const int LongestName = 64;
    private const int ShortestBeginning = 3;

    /// <summary>The nearest of <paramref name="names"/>, or null when none is near: a wild guess misleads more than silence.</summary>
    public static string? Of(string typed, IEnumerable<string> names)
    {
        if (typed.Length is 0 or > LongestName) return null;
        var wanted = Normal(typed);
        return names.Select(name => (Name: name, Steps: Steps(wanted, Normal(name))))
            .Where(candidate => candidate.Steps <= Math.Max(1, Math.Min(wanted.Length, candidate.Name.Length) / 3))
            .OrderBy(candidate => candidate.Steps)
            .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .Select(candidate => candidate.Name)
            .FirstOrDefault();
    }

    private static string Normal(string name) => name.ToLowerInvariant().Replace('-', '_');

    // Optimal string alignment: a swapped pair, the commonest slip, costs one. A shortened name ("info") costs one as well.
    private static int Steps(string left, string right)
    {
        if (left.Length >= ShortestBeginning && right.StartsWith(left, StringComparison.Ordinal)) return left.Length == right.Length ? 0 : 1;
        var table = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++) table[i, 0] = i;
        for (var j = 0; j <= right.Length; j++) table[0, j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            for (var j = 1; j <= right.Length; j++)
            {
                var change = left[i - 1] == right[j - 1] ? 0 : 1;
                table[i, j] = Math.Min(Math.Min(table[i - 1, j], table[i, j - 1]) + 1, table[i - 1, j - 1] + change);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                    table[i, j] = Math.Min(table[i, j], table[i - 2, j - 2] + 1);
            }
        }

        return table[left.Length, right.Length];
    }
}
