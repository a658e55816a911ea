namespace Harombe.Benchmarks.Measuring;

/// <summary>Writes Markdown to standard output: what is printed is what README.md quotes.</summary>
internal static class Report
{
    public static void Heading(string title) => Console.WriteLine($"\n## {title}\n");

    public static void Line(string text) => Console.WriteLine(text);

    public static void Table(string[] head, IEnumerable<string[]> rows)
    {
        Console.WriteLine();
        Row(head);
        Row([.. head.Select((_, column) => column == 0 ? "---" : "---:")]);
        foreach (var row in rows)
        {
            Row(row);
        }

        Console.WriteLine();
    }

    private static void Row(string[] cells) => Console.WriteLine($"| {string.Join(" | ", cells)} |");
}
