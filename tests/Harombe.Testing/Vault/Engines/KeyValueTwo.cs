using System.Text.Json.Nodes;

namespace Harombe.Testing.Vault.Engines;

/// <summary>The key-value engine, version 2: versions, check-and-set, metadata, deletion that can be undone and deletion that can't.</summary>
internal sealed class KeyValueTwo : IEngine
{
    private readonly SortedDictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private bool casRequired;

    public Reply Answer(Asked asked)
    {
        if (asked.Path == "config" && asked.Operation == "write")
        {
            casRequired = asked.Body["cas_required"]?.GetValue<bool>() == true;
            return Reply.Nothing;
        }

        var (part, path) = asked.Path.Split('/', 2) is [var first, var rest] ? (first, rest) : (asked.Path, "");
        return (part, asked.Operation) switch
        {
            ("data", "read") => Read(path),
            ("data", "write") => Write(path, asked),
            ("data", "delete") => Delete(path, asked.Now),
            ("metadata", "read") => Metadata(path),
            ("metadata", "list") => KeyValueOne.Keys(entries.Keys, path),
            ("metadata", "delete") => Forget(path),
            _ => Reply.Errors(404, "1 error occurred:\n\t* unsupported path\n\n"),
        };
    }

    private Reply Read(string path)
    {
        if (!entries.TryGetValue(path, out var entry))
        {
            return Reply.Absent;
        }

        var version = entry.Versions[^1];
        var found = Reply.Of(new JsonObject { ["data"] = version.Deleted is null ? version.Data.DeepClone() : null, ["metadata"] = Describe(version, entry.Versions.Count) });
        return version.Deleted is null ? found : found with { Status = 404 };
    }

    private Reply Write(string path, Asked asked)
    {
        if (asked.Body["data"] is not JsonObject data)
        {
            return Reply.Errors(400, "no data provided");
        }

        var current = entries.TryGetValue(path, out var entry) ? entry.Versions.Count : 0;
        var cas = asked.Body["options"]?["cas"]?.GetValue<long>();
        if (cas is null && casRequired)
        {
            return Reply.Errors(400, "check-and-set parameter required for this call");
        }

        if (cas is not null && cas != current)
        {
            return Reply.Errors(400, "check-and-set parameter did not match the current version");
        }

        entry ??= entries[path] = new Entry();
        entry.Versions.Add(new Version((JsonObject)data.DeepClone(), asked.Now));
        return Reply.Of(Describe(entry.Versions[^1], entry.Versions.Count));
    }

    private Reply Delete(string path, DateTimeOffset now)
    {
        if (entries.TryGetValue(path, out var entry))
        {
            entry.Versions[^1] = entry.Versions[^1] with { Deleted = now };
        }

        return Reply.Nothing;
    }

    private Reply Metadata(string path) => entries.TryGetValue(path, out var entry)
        ? Reply.Of(new JsonObject
        {
            ["cas_required"] = false,
            ["created_time"] = Time(entry.Versions[0].Made),
            ["current_version"] = entry.Versions.Count,
            ["custom_metadata"] = null,
            ["delete_version_after"] = "0s",
            ["max_versions"] = 0,
            ["oldest_version"] = 0,
            ["updated_time"] = Time(entry.Versions[^1].Made),
        })
        : Reply.Absent;

    private Reply Forget(string path)
    {
        entries.Remove(path);
        return Reply.Nothing;
    }

    private static JsonObject Describe(Version version, int number) => new()
    {
        ["created_time"] = Time(version.Made),
        ["custom_metadata"] = null,
        ["deletion_time"] = version.Deleted is { } deleted ? Time(deleted) : "",
        ["destroyed"] = false,
        ["version"] = number,
    };

    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private sealed record Version(JsonObject Data, DateTimeOffset Made, DateTimeOffset? Deleted = null);

    private sealed class Entry
    {
        public List<Version> Versions { get; } = [];
    }
}
