using System.Globalization;
using Harombe.Core.Display;
using Harombe.Host.Commands.Connection;

namespace Harombe.Host.Commands.Approvals;

/// <summary>A preview in a terminal.</summary>
internal static class PreviewText
{
    public static void Write(TextWriter output, ShownPreview preview)
    {
        Write(output, "changes", preview.Change);
        Write(output, "dry run", preview.DryRun);
        foreach (var origin in preview.Origins)
        {
            Line(output, "from", $"{origin.Argument} {origin.Origin}: {origin.Says}".TrimStart());
        }

        foreach (var says in preview.New)
        {
            Line(output, "new", says);
        }

        foreach (var note in preview.Odd)
        {
            Line(output, "deceives", $"{note.Argument}: {note.Says}");
        }

        foreach (var note in preview.Decoded)
        {
            Line(output, "decodes", $"{note.Argument}: {note.Says}{(note.LeftOut > 0 ? string.Create(CultureInfo.InvariantCulture, $" [{note.LeftOut} more characters]") : "")}");
        }
    }

    private static void Write(TextWriter output, string name, ShownChange? change)
    {
        if (change is null)
        {
            return;
        }

        Line(output, name, change.What);
        foreach (var line in change.Lines)
        {
            output.WriteLine("  " + VisibleText.Line(line));
        }

        if (change.LeftOut > 0)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {change.LeftOut} more lines are not shown"));
        }
    }

    private static void Line(TextWriter output, string name, string value) => output.WriteLine(VisibleText.Line($"{name,-10} {value}").TrimEnd());
}
