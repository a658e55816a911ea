using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Harombe.Host.Commands.Mcp;

/// <summary>
/// Reads entries of Docker's MCP catalogue: one server's file, of the registry or the gateway, or a catalogue of many. A container is started by docker's own
/// command, without privileges and with the environment that the entry names; a remote server is reached. What the entry wants to be told stands in it as
/// <c>{{server.parameter}}</c>, and is given with <c>--set</c> or has a default.
/// </summary>
internal static partial class DockerEntries
{
    /// <summary>Whether a file is of this kind.</summary>
    public static bool Are(JsonObject file) => file["registry"] is JsonObject || file["image"] is JsonValue || file["remote"] is JsonObject || (string?)file["type"] is "server" or "remote" or "poci";

    /// <summary>The servers as entries of ours, with what can't be taken over of them.</summary>
    /// <param name="file">The file.</param>
    /// <param name="only">The names of those that are wanted; empty for all.</param>
    /// <param name="given">What the parameters are.</param>
    public static IEnumerable<(JsonObject Entry, Stop? Fault)> Of(JsonObject file, IReadOnlyCollection<string> only, IReadOnlyDictionary<string, string> given)
    {
        var servers = file["registry"] is JsonObject registry
            ? registry.Select(one => (Name: one.Key, Server: one.Value as JsonObject))
            : [((string?)file["name"] ?? "", file)];
        return servers.Where(one => one.Server is not null && (only.Count == 0 || only.Contains(one.Name))).Select(one => new Form(one.Name, one.Server!, given).Read()); // not null: just asked
    }

    private sealed class Form(string server, JsonObject written, IReadOnlyDictionary<string, string> given)
    {
        private Stop? fault;

        // The registry's files group what the gateway's have side by side.
        private JsonNode? Config(string name) => written[name] ?? (written["config"] as JsonObject)?[name] ?? (written["run"] as JsonObject)?[name];

        public (JsonObject, Stop?) Read()
        {
            var entry = new JsonObject { ["name"] = ServerFile.NameOf(server) };
            if (written["remote"] is JsonObject remote)
            {
                entry["url"] = (string?)remote["url"];
                if ((string?)remote["transport_type"] == "sse")
                {
                    entry["transport"] = "sse";
                }

                ServerFile.Values(entry, "headers", remote["headers"] as JsonObject);
            }
            else if ((string?)written["image"] is { } image && Image().IsMatch(image))
            {
                Container(entry, image);
            }
            else
            {
                fault = new Stop(ExitCode.Failed, "mcp.import", $"{server}: it names no image and no address that a server could be started from", "Add it with 'harombe mcp add'.");
            }

            return (entry, fault);
        }

        private void Container(JsonObject entry, string image)
        {
            var environment = Environment(entry);
            // No shell reads these, and no privilege is to be had in the container.
            var words = new List<string> { "run", "-i", "--rm", "--init", "--security-opt", "no-new-privileges" };
            if ((Config("disableNetwork") as JsonValue)?.ToString() == "true")
            {
                words.AddRange(["--network", "none"]);
            }

            if (Config("user") is JsonValue user)
            {
                words.AddRange(["--user", Filled(user.ToString())]);
            }

            words.AddRange(environment.SelectMany(one => new[] { "-e", one.Key }));
            words.AddRange(Texts("volumes").SelectMany(volume => new[] { "-v", volume }));
            words.Add(image);
            words.AddRange(Texts("command"));
            (entry["command"], entry["args"]) = ("docker", new JsonArray([.. words.Select(word => (JsonNode)word)]));
            ServerFile.Values(entry, "env", environment);
        }

        private JsonObject Environment(JsonObject entry)
        {
            var values = new JsonObject();
            foreach (var secret in (Config("secrets") as JsonArray ?? []).OfType<JsonObject>())
            {
                if ((string?)secret["env"] is { } name)
                {
                    values[name] = ServerFile.Reference(entry, name);
                }
            }

            foreach (var variable in (Config("env") as JsonArray ?? []).OfType<JsonObject>())
            {
                if ((string?)variable["name"] is { } name && !values.ContainsKey(name))
                {
                    values[name] = Filled((variable["value"] as JsonValue)?.ToString() ?? "");
                }
            }

            return values;
        }

        private IEnumerable<string> Texts(string name) => (Config(name) as JsonArray ?? []).OfType<JsonValue>().Select(value => Filled(value.ToString())).Where(text => text.Length > 0);

        private string Filled(string text) => Parameter().Replace(text, match =>
        {
            var name = match.Groups[1].Value;
            var own = name.StartsWith(server + ".", StringComparison.Ordinal) ? name[(server.Length + 1)..] : name;
            if (!match.Groups[2].Success && (given.GetValueOrDefault(name) ?? given.GetValueOrDefault(own) ?? Usual(own)) is { } value)
            {
                return value;
            }

            fault ??= match.Groups[2].Success
                ? new Stop(ExitCode.Failed, "mcp.import", $"{server}: it builds its command from '{match.Value}', which is not understood", "Add it with 'harombe mcp add -- docker run …'.")
                : new Stop(ExitCode.Failed, "mcp.import.parameter", $"{server}: it wants to be told '{own}'", $"Import it again with --set {name}=<value>; a secret as secret://<name>.");
            return "";
        });

        private string? Usual(string parameter)
        {
            var properties = written["config"] switch
            {
                JsonObject config => (config["parameters"] as JsonObject)?["properties"],
                JsonArray groups => groups.OfType<JsonObject>().FirstOrDefault(group => (string?)group["name"] == server)?["properties"],
                _ => null,
            };
            return ((properties as JsonObject)?[parameter] as JsonObject)?["default"] is JsonValue value ? value.ToString() : null;
        }
    }

    [GeneratedRegex(@"\{\{\s*([A-Za-z0-9_.-]+)\s*(\|[^}]*)?\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex Parameter();

    // Never an option: it begins with a letter or a digit.
    [GeneratedRegex(@"\A[a-z0-9][A-Za-z0-9._:/@-]{0,254}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Image();
}
