using System.CommandLine;
using System.Text.Json.Serialization;
using Harombe.Core.Display;
using Harombe.Host.Commands.Terminals;
using Harombe.Host.Configuration;

namespace Harombe.Host.Commands.Config;

/// <summary><c>harombe config keys</c>: every key there is.</summary>
internal sealed class ConfigKeysCommand : Command
{
    public ConfigKeysCommand(Surroundings here)
        : base("keys", "List every key with its type, its default and what it means.") =>
        SetAction(parsed => Run(here.Begin(parsed)));

    private static int Run(Invocation run)
    {
        List<KeyForm> keys = [.. ConfigurationKeys.All.Select(Form)];
        if (run.Json)
        {
            run.WriteJson(keys, KeyJson.Default.ListKeyForm);
            return ExitCode.Done;
        }

        var table = Terminal.Table("key", "type", "default", "what it means");
        foreach (var key in keys)
        {
            Terminal.AddRow(table, key.Key, key.Range.Length == 0 ? key.Type : $"{key.Type}: {key.Range}", VisibleText.Line(key.Default ?? "", 48), key.Summary);
        }

        run.Terminal.Screen.Write(table);
        return ExitCode.Done;
    }

    private static KeyForm Form(ConfigurationKey key) =>
        new(key.Path, key.Kind.Name, key.Kind.Range, key.Default ?? (key.Derived.Length > 0 ? key.Derived : null), key.Summary, key.Reload == Reload.Live ? "live" : "restart", key.NotYet is null);
}

internal sealed record KeyForm(string Key, string Type, string Range, string? Default, string Summary, string Reload, bool Works);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(List<KeyForm>))]
internal sealed partial class KeyJson : JsonSerializerContext;
