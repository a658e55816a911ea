namespace Harombe.Host.Configuration.Files;

/// <summary>Finds tabs that indent. YAML forbids them, editors hide them, and parsers report them as something else.</summary>
internal static class TabbedIndentation
{
    /// <summary>The positions, one per line. Lines inside a value that spans several (<paramref name="insideValue"/>) are the value's own business.</summary>
    public static IEnumerable<(int Line, int Column)> In(string text, IReadOnlySet<int> insideValue)
    {
        var number = 0;
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            number++;
            var content = line.AsSpan().TrimStart(" \t");
            if (content.IsEmpty || content[0] == '#' || insideValue.Contains(number)) continue;
            var tab = line.AsSpan(0, line.Length - content.Length).IndexOf('\t');
            if (tab >= 0) yield return (number, tab + 1);
        }
    }
}
