using System.CommandLine;
using Harombe.Host.Commands.Terminals;
using Harombe.Host.Configuration;

namespace Harombe.Host.Commands.Config;

/// <summary><c>harombe config show</c>: the values in force.</summary>
internal sealed class ConfigShowCommand : Command
{
    private static readonly Option<bool> Origin = new("--origin") { Description = "Also tell where each value comes from and when an edit takes effect." };

    public ConfigShowCommand(Surroundings here)
        : base("show", "Show every key with the value that is in force.")
    {
        Add(Origin);
        SetAction(parsed => Run(here.Begin(parsed)));
    }

    private static int Run(Invocation run)
    {
        if (run.Configure().Failed(out var stop, out var loaded))
        {
            return run.Fail(stop);
        }

        var rows = loaded.Effective.Describe();
        if (run.Json)
        {
            run.WriteJson(rows, DescribedSettingJson.Default.IReadOnlyListDescribedSetting);
            return ExitCode.Done;
        }

        var origin = run.Parsed.GetValue(Origin);
        var table = origin ? Terminal.Table("key", "value", "from", "an edit counts") : Terminal.Table("key", "value");
        foreach (var row in rows)
        {
            string[] cells = [row.Key, row.Value ?? "(none)"];
            Terminal.AddRow(table, origin ? [.. cells, row.Origin, row.Reload == "live" ? "at once" : "at the next start"] : cells);
        }

        run.Terminal.Screen.Write(table);
        return ExitCode.Done;
    }
}
