using System.Globalization;
using Harombe.Core.Display;
using Harombe.Host.Commands.Terminals;

namespace Harombe.Host.Commands.Mcp;

/// <summary>Upstream servers as people read them.</summary>
internal static class UpstreamTable
{
    /// <summary>A row for each, and below the table the reason of each that can't be used as it is.</summary>
    public static void Write(Invocation run, IReadOnlyList<ShownUpstream> upstreams)
    {
        var table = Terminal.Table("server", "state", "tools", "revision", "from", "where");
        foreach (var one in upstreams)
        {
            var tools = one.Definitions.Where(definition => definition.Kind == "tool").ToList();
            Terminal.AddRow(
                table,
                one.Name,
                one.State,
                string.Create(CultureInfo.InvariantCulture, $"{tools.Count(tool => tool.State == "same")} of {tools.Count}"),
                one.Revision ?? "",
                one.Source,
                VisibleText.Line(one.Place, 80));
        }

        run.Terminal.Screen.Write(table);
        foreach (var one in upstreams)
        {
            Explain(run, one);
        }
    }

    /// <summary>Everything that is known of one.</summary>
    public static void Write(Invocation run, ShownUpstream one)
    {
        Write(run, [one]);
        if (one.Definitions.Count == 0)
        {
            return;
        }

        var table = Terminal.Table("what", "as the server calls it", "as it is called here", "state", "what it says");
        foreach (var definition in one.Definitions)
        {
            Terminal.AddRow(table, definition.Kind, definition.Name, definition.Offered ?? "", definition.State, VisibleText.Line((definition.Description ?? "").ReplaceLineEndings(" "), 100));
        }

        run.Terminal.Screen.Write(table);
    }

    private static void Explain(Invocation run, ShownUpstream one)
    {
        var output = run.Terminal.Output;
        if (one.Fault is not null)
        {
            output.WriteLine(VisibleText.Line($"{one.Name}: {one.Fault} {one.Remedy}"));
        }

        var line = one.State switch
        {
            "quarantined" => $"{one.Name}: nobody has accepted it yet. Look at it with 'harombe mcp diff {one.Name}', take it with 'harombe mcp accept {one.Name}'.",
            "changed" => $"{one.Name}: {string.Join(", ", one.Definitions.Where(definition => definition.State != "same").Select(definition => $"{definition.Name} ({definition.State})").Take(10))}. See 'harombe mcp diff {one.Name}'.",
            _ => null,
        };
        if (line is not null)
        {
            output.WriteLine(VisibleText.Line(line));
        }

        if (one.Revealed is { } revealed)
        {
            output.WriteLine(VisibleText.Line($"{one.Name}: {string.Join(", ", one.Secrets)} {(revealed
                ? "revealed: weaker; it and whatever it starts may keep the value"
                : "as a placeholder, which nothing fills in yet. If it needs the value, say reveal: true in its entry, or add it anew with --reveal")}"));
        }

        foreach (var sign in one.Signs.Where(sign => sign.Weight == "grave"))
        {
            output.WriteLine(VisibleText.Line($"{one.Name}: look out, {sign.Where}: {sign.What} [{sign.Rule}]"));
        }
    }
}
