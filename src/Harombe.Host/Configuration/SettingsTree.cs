using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Harombe.Host.Configuration.Files;
using Harombe.Host.Configuration.Values;

namespace Harombe.Host.Configuration;

/// <summary>A group of keys, or a list of them, as JSON, and where each of its values stands.</summary>
/// <param name="Value">One JSON object or array.</param>
/// <param name="Places">The position of each value by its JSON path: <c>$</c>, <c>$.apis[0].document</c>.</param>
internal sealed record SettingsTree(JsonElement Value, IReadOnlyDictionary<string, ConfigurationOrigin.File> Places)
{
    /// <summary>Reads a group. Whatever is wrong in its form was reported when the file was read.</summary>
    public static SettingsTree Of(FileNode tree, Func<FileNode, ConfigurationOrigin.File> at)
    {
        var places = new Dictionary<string, ConfigurationOrigin.File>(StringComparer.Ordinal);
        var json = Json(tree, "$", at, places);
        return new SettingsTree(JsonElement.Parse(json?.ToJsonString() ?? "{}"), places);
    }

    private static JsonNode? Json(FileNode node, string path, Func<FileNode, ConfigurationOrigin.File> at, Dictionary<string, ConfigurationOrigin.File> places)
    {
        places[path] = at(node);
        switch (node)
        {
            case MappingNode mapping:
                var members = new JsonObject();
                foreach (var (name, value) in mapping.Entries)
                {
                    members[name.Text] = Json(value, $"{path}.{name.Text}", at, places);
                    places[$"{path}.{name.Text}"] = at(name);
                }

                return members;
            case SequenceNode sequence:
                return new JsonArray([.. sequence.Items.Select((item, i) => Json(item, $"{path}[{i.ToString(CultureInfo.InvariantCulture)}]", at, places))]);
            case ScalarNode scalar:
                return Scalar(new Written(scalar.Text, scalar.Form, "/", null));
            default:
                return null;
        }
    }

    private static JsonValue? Scalar(Written written) =>
        written.IsNothing ? null
        : written.NotText == "a boolean" ? JsonValue.Create(written.Text is "true" or "True" or "TRUE")
        : written.NotText == "a number" && long.TryParse(written.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? JsonValue.Create(whole)
        : written.NotText == "a number" && double.TryParse(written.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real) ? JsonValue.Create(real)
        : JsonValue.Create(written.Text);
}
