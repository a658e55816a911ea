using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;

namespace Harombe.Agent.PluginLoading;

/// <summary>Turns what the operator set into the class that a plugin reads, strictly.</summary>
internal static class SettingsBinding
{
    /// <exception cref="BrokenPluginException">A key is unknown, missing, or has a value that it must not have.</exception>
    public static object Bind(Type type, PluginSettings settings, string plugin)
    {
        object bound;
        try
        {
            bound = settings.Value.Deserialize(type, PluginJson.Create(JsonNamingPolicy.SnakeCaseLower, new SettingsFileReading(settings.Folder, settings.Workspace)))
                ?? throw Wrong(settings, plugin, "$", "must be a group of keys");
        }
        catch (JsonException e)
        {
            // The first sentence says what is wrong; the rest of the message names .NET types and positions in a text that nobody wrote.
            throw Wrong(settings, plugin, e.Path ?? "$", Said(e.Message));
        }

        Validate(bound, settings, plugin, "$");
        return bound;
    }

    private static string Said(string message) => message.Contains("could not be mapped", StringComparison.Ordinal) ? "is not a setting of this plugin"
        : message.Contains("missing required", StringComparison.Ordinal) ? $"misses{message[(message.LastIndexOf(':') + 1)..].TrimEnd('.')}"
        : message.StartsWith("names a file", StringComparison.Ordinal) ? message
        : "has a value of the wrong type";

    // Not Validator.ValidateObject: its store of types is static and would keep every old version of the plugin in memory.
    private static void Validate(object value, PluginSettings settings, string plugin, string path)
    {
        if (value is IEnumerable items and not string)
        {
            var at = 0;
            foreach (var item in items)
            {
                Nested(item, settings, plugin, $"{path}[{at++}]");
            }

            return;
        }

        foreach (var property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(one => one.GetIndexParameters().Length == 0))
        {
            var (name, held) = ($"{path}.{JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name)}", property.GetValue(value));
            foreach (var rule in property.GetCustomAttributes<ValidationAttribute>())
            {
                if (rule.GetValidationResult(held, new ValidationContext(value) { MemberName = property.Name, DisplayName = property.Name }) is { } refused)
                {
                    throw Wrong(settings, plugin, name, refused.ErrorMessage ?? "has a value that is not allowed");
                }
            }

            Nested(held, settings, plugin, name);
        }
    }

    private static void Nested(object? value, PluginSettings settings, string plugin, string path)
    {
        if (value is not (null or string or Uri) && !value.GetType().IsPrimitive && value.GetType().Namespace?.StartsWith("System", StringComparison.Ordinal) != true)
        {
            Validate(value, settings, plugin, path);
        }
        else if (value is IEnumerable items and not string)
        {
            Validate(items, settings, plugin, path);
        }
    }

    private static BrokenPluginException Wrong(PluginSettings settings, string plugin, string path, string what)
    {
        var key = $"plugins.{plugin}{path[1..]}";
        var place = settings.PlaceOf(path);
        return new BrokenPluginException("plugin.settings", $"{(place.Length == 0 ? "" : place + ": ")}{key}: {what}.", $"Correct {key} in harombe.yaml; the plugin's README tells its settings.");
    }
}
