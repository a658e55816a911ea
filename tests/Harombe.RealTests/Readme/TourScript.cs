using System.Text.RegularExpressions;

namespace Harombe.RealTests.Readme;

/// <summary>The <c>console</c> blocks of the README, as commands with what they are said to print.</summary>
internal static partial class TourScript
{
    /// <summary>A command and the lines below it; <c>…</c> in a line stands for anything.</summary>
    public sealed record Step(string Command, IReadOnlyList<string> Printed);

    public static IReadOnlyList<Step> Read(string readme)
    {
        var steps = new List<Step>();
        foreach (Match block in Blocks().Matches(readme))
        {
            var command = "";
            var printed = new List<string>();
            foreach (var line in block.Groups["body"].Value.TrimEnd('\n').Split('\n').Append("$ "))
            {
                if (!line.StartsWith("$ ", StringComparison.Ordinal))
                {
                    printed.Add(line);
                    continue;
                }

                if (command.Length > 0)
                {
                    steps.Add(new Step(command, [.. printed]));
                }

                command = line[2..];
                printed.Clear();
            }
        }

        return steps;
    }

    /// <summary>Whether a printed line is the one that the README shows.</summary>
    public static bool Fits(string shown, string printed) =>
        Regex.IsMatch(printed.TrimEnd(), "^" + string.Join(".*", shown.TrimEnd().Split('…').Select(Regex.Escape)) + "$", RegexOptions.NonBacktracking);

    [GeneratedRegex("```console\n(?<body>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Blocks();
}
