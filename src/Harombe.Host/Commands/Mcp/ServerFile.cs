using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Harombe.Host.Configuration;

namespace Harombe.Host.Commands.Mcp;

/// <summary>Reads servers out of the files that other clients and registries keep them in.</summary>
internal static partial class ServerFile
{
    // More than anybody means to start at once.
    private const int MostAtOnce = 20;
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>The servers as entries of ours; a refusal when the file has none, or a secret in it.</summary>
    /// <param name="text">The file.</param>
    /// <param name="only">The names of the servers that are wanted, of a catalogue; empty for all.</param>
    /// <param name="given">What a catalogue's entries want to be told.</param>
    public static Answer<List<JsonObject>> Read(string text, IReadOnlyCollection<string> only, IReadOnlyDictionary<string, string> given)
    {
        if (Root(text) is not { } root)
        {
            return new Stop(ExitCode.Failed, "mcp.import", "the file is neither JSON nor YAML", "Give the mcp.json of a client, a server.json, or an entry of Docker's catalogue.");
        }

        var entries = new List<JsonObject>();
        try
        {
            if (root is JsonObject docker && DockerEntries.Are(docker))
            {
                var all = DockerEntries.Of(docker, only, given).ToList();
                if (all.Select(one => one.Fault).FirstOrDefault(fault => fault is not null) is { } fault)
                {
                    return fault;
                }

                if (all.Count > MostAtOnce && only.Count == 0)
                {
                    return new Stop(ExitCode.Failed, "mcp.import", $"the file has {all.Count} servers", "Say which ones: --only <name>.");
                }

                entries.AddRange(all.Select(one => one.Entry));
            }
            else if (root is JsonObject file)
            {
                entries.AddRange(OfClient(file["mcpServers"] ?? file["servers"] ?? (file["mcp"] as JsonObject)?["servers"]));
                entries.AddRange(OfRegistry(file["server"] as JsonObject ?? file));
            }
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            return new Stop(ExitCode.Failed, "mcp.import", "the file has a value of another type than such files have", "Add the server with 'harombe mcp add'.");
        }

        return entries.Count == 0
            ? new Stop(ExitCode.Failed, "mcp.import", "the file names no server in a form that is known", "Give the mcp.json of a client (mcpServers or servers), a server.json of the registry, or an entry of Docker's catalogue.")
            : entries.Select(Leak).FirstOrDefault(leak => leak is not null) is { } secret ? secret : entries;
    }

    private static JsonNode? Root(string text)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: Lenient);
        }
        catch (JsonException)
        {
            return YamlText.Parse(text);
        }
    }

    private static IEnumerable<JsonObject> OfClient(JsonNode? servers)
    {
        foreach (var (name, value) in servers as JsonObject ?? [])
        {
            if (value is not JsonObject server || (bool?)server["disabled"] == true)
            {
                continue;
            }

            var entry = new JsonObject { ["name"] = NameOf(name) };
            foreach (var (from, to) in ((string, string)[])[("command", "command"), ("args", "args"), ("cwd", "folder"), ("url", "url"), ("serverUrl", "url"), ("httpUrl", "url")])
            {
                if (server[from] is { } written)
                {
                    entry[to] = written.DeepClone();
                }
            }

            Values(entry, "env", server["env"] as JsonObject);
            Values(entry, "headers", server["headers"] as JsonObject);
            if ((string?)server["type"] == "sse")
            {
                entry["transport"] = "sse";
            }

            yield return entry;
        }
    }

    // The registry's server.json: packages that are started, or remotes that are reached. The first of either is taken.
    private static IEnumerable<JsonObject> OfRegistry(JsonObject server)
    {
        if (server["name"] is not JsonValue named || (server["packages"] is null && server["remotes"] is null))
        {
            yield break;
        }

        var entry = new JsonObject { ["name"] = NameOf(named.GetValue<string>().Split('/')[^1]) };
        if ((server["packages"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault() is { } package)
        {
            var id = (string?)package["identifier"] ?? (string?)package["name"] ?? "";
            var version = (string?)package["version"];
            var (program, words) = ((string?)package["registryType"] ?? (string?)package["registry_name"]) switch
            {
                "npm" => ("npx", new JsonArray("-y", version is null ? id : $"{id}@{version}")),
                "pypi" => ("uvx", new JsonArray(version is null ? id : $"{id}=={version}")),
                "oci" or "docker" => ("docker", new JsonArray("run", "-i", "--rm", id)),
                var other => (other ?? "", new JsonArray(id)),
            };
            foreach (var argument in (package["packageArguments"] as JsonArray ?? []).OfType<JsonObject>())
            {
                if ((string?)argument["value"] is { } value)
                {
                    words.Add(value);
                }
            }

            (entry["command"], entry["args"]) = (program, words);
            Values(entry, "env", Variables(package["environmentVariables"] as JsonArray, entry));
        }
        else if ((server["remotes"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault() is { } remote)
        {
            entry["url"] = (string?)remote["url"];
            Values(entry, "headers", Variables(remote["headers"] as JsonArray, entry));
        }

        yield return entry;
    }

    private static JsonObject Variables(JsonArray? variables, JsonObject entry)
    {
        var values = new JsonObject();
        foreach (var variable in (variables ?? []).OfType<JsonObject>())
        {
            if ((string?)variable["name"] is not { } name)
            {
                continue;
            }

            if ((bool?)variable["isSecret"] == true)
            {
                values[name] = Reference(entry, name);
            }
            else if (((string?)variable["value"] ?? (string?)variable["default"]) is { } value)
            {
                values[name] = value;
            }
        }

        return values;
    }

    /// <summary>Puts values into an entry, those that the other client would ask for as references to our store.</summary>
    internal static void Values(JsonObject entry, string key, JsonObject? values)
    {
        if (values is not { Count: > 0 })
        {
            return;
        }

        // ${input:github}, ${env:TOKEN}, ${TOKEN}: what the other client asks for or looks up stands in our store.
        entry[key] = new JsonObject(values.Select(pair => KeyValuePair.Create(
            pair.Key,
            (JsonNode?)(Asked().Match((string?)pair.Value ?? "") is { Success: true } asked ? asked.Groups[1].Value + Reference(entry, pair.Key) : (string?)pair.Value ?? ""))));
    }

    /// <summary>What a secret of an entry is called in our store.</summary>
    internal static string Reference(JsonObject entry, string name) => $"secret://{(string?)entry["name"]}/{NotInName().Replace(name.ToLowerInvariant(), "_")}";

    private static Stop? Leak(JsonObject entry) => new[] { "env", "headers" }.SelectMany(key => entry[key] as JsonObject ?? [])
        .Where(pair => (string?)pair.Value is { Length: > 0 } value && !value.Contains("secret://", StringComparison.Ordinal)
            && (SecretShapes.Find(value) is not null || SecretShapes.IsSecretName(pair.Key) || pair.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase)))
        .Select(pair => new Stop(
            ExitCode.Failed,
            "mcp.import.secret",
            $"{(string?)entry["name"]}: {Shown.Name(pair.Key)} holds a secret in the open",
            $"Run harombe secrets set {Reference(entry, pair.Key)["secret://".Length..]}, write {Reference(entry, pair.Key)} in its place, and import again."))
        .FirstOrDefault();

    /// <summary>A name as servers have it here.</summary>
    internal static string NameOf(string text)
    {
        var name = NotInName().Replace(text.ToLowerInvariant(), "-").Trim('-', '_').Replace("__", "_", StringComparison.Ordinal);
        name = name.Length > 0 && char.IsAsciiLetter(name[0]) ? name : "s" + name;
        return name.Length <= 24 ? name : name[..24];
    }

    [GeneratedRegex(@"\A(Bearer )?\$\{(?:[a-z]+:)?[A-Za-z0-9_-]+\}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Asked();

    [GeneratedRegex("[^a-z0-9_-]+", RegexOptions.CultureInvariant)]
    private static partial Regex NotInName();
}
