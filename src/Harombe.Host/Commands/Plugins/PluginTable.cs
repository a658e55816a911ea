using System.Globalization;
using Harombe.Core.Display;
using Harombe.Host.Commands.Terminals;

namespace Harombe.Host.Commands.Plugins;

/// <summary>Plugins as people read them.</summary>
internal static class PluginTable
{
    /// <summary>A row for each, and below the table the reason of each that isn't as its folder says.</summary>
    public static void Write(Invocation run, IReadOnlyList<ShownPlugin> plugins)
    {
        var table = Terminal.Table("plugin", "version", "state", "tools", "what it does");
        foreach (var plugin in plugins)
        {
            Terminal.AddRow(
                table, plugin.Name, plugin.Version ?? "", plugin.State, plugin.Tools.Count.ToString(CultureInfo.InvariantCulture), VisibleText.Line(plugin.Description ?? "", 120));
        }

        run.Terminal.Screen.Write(table);
        foreach (var plugin in plugins.Where(plugin => plugin.Fault is not null))
        {
            run.Terminal.Output.WriteLine(VisibleText.Line($"{plugin.Name}: {plugin.Fault}"));
        }
    }

    /// <summary>Everything that is known of one.</summary>
    public static void Write(Invocation run, ShownPlugin plugin)
    {
        var output = run.Terminal.Output;
        Line(output, "plugin", $"{plugin.Name} {plugin.Version}");
        Line(output, "state", plugin.State switch
        {
            "outdated" => "outdated: the version that was loaded last serves, because the one in the folder doesn't load",
            var state => state,
        });
        Line(output, "why", plugin.Fault?.ToString());
        Line(output, "what", plugin.Description);
        Line(output, "folder", plugin.Folder);
        Line(output, "hash", plugin.Hash is null ? null : "sha256:" + plugin.Hash);
        Line(output, "loaded", plugin.LoadedAt?.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
        Line(output, "hosts", plugin.Hosts.Count == 0 ? "none" : string.Join(", ", plugin.Hosts));
        Line(output, "secrets", plugin.Secrets.Count == 0 ? "none" : string.Join(", ", plugin.Secrets));
        Line(output, "paths", plugin.Paths.Count == 0 ? "none" : string.Join(", ", plugin.Paths));
        var table = Terminal.Table("tool", "risk", "effect", "result", "what it does");
        foreach (var tool in plugin.Tools)
        {
            Terminal.AddRow(table, tool.Name, tool.Risk, tool.ReadOnly ? "reads" : "changes", tool.Result, VisibleText.Line(tool.Description, 120));
        }

        if (plugin.Tools.Count > 0)
        {
            run.Terminal.Screen.Write(table);
        }
    }

    private static void Line(TextWriter output, string name, string? value)
    {
        if (!string.IsNullOrWhiteSpace(value))
        {
            output.WriteLine(VisibleText.Line($"{name,-8} {value}").TrimEnd());
        }
    }
}
