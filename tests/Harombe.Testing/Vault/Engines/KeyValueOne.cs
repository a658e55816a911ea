using System.Text.Json.Nodes;

namespace Harombe.Testing.Vault.Engines;

/// <summary>The key-value engine, version 1.</summary>
internal sealed class KeyValueOne : IEngine
{
    private readonly SortedDictionary<string, JsonObject> entries = new(StringComparer.Ordinal);

    public Reply Answer(Asked asked)
    {
        switch (asked.Operation)
        {
            case "read":
                return entries.TryGetValue(asked.Path, out var data) ? Reply.Leased((JsonObject)data.DeepClone(), "", 2764800, renewable: false) : Reply.Absent;
            case "list":
                return Keys(entries.Keys, asked.Path);
            case "write":
                if (asked.Body.Count == 0)
                {
                    return Reply.Errors(400, "missing data fields");
                }

                entries[asked.Path] = (JsonObject)asked.Body.DeepClone();
                return Reply.Nothing;
            default:
                entries.Remove(asked.Path);
                return Reply.Nothing;
        }
    }

    /// <summary>The names directly below a folder, those of folders with a slash.</summary>
    public static Reply Keys(IEnumerable<string> paths, string folder)
    {
        var prefix = folder.Length == 0 || folder.EndsWith('/') ? folder : folder + "/";
        var keys = paths.Where(path => path.StartsWith(prefix, StringComparison.Ordinal)).Select(path => path[prefix.Length..])
            .Select(rest => rest.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash ? rest[..(slash + 1)] : rest).Distinct().ToList();
        return keys.Count == 0 ? Reply.Absent : Reply.Of(new JsonObject { ["keys"] = new JsonArray([.. keys.Select(key => (JsonNode)key)]) });
    }
}
