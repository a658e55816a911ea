using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Harombe.Host.Commands.Mcp;

/// <summary><c>harombe mcp add</c>: adds an upstream server to the running host. It is quarantined until somebody accepts it, unless it is trusted.</summary>
internal sealed class McpAddCommand : Command
{
    private static readonly Argument<string> Server = new("name") { Description = "What the names of its tools begin with" };
    private static readonly Argument<string[]> Words = new("command") { Description = "After --: the program to start, and its arguments", Arity = ArgumentArity.ZeroOrMore };
    private static readonly Option<string?> Url = new("--url") { Description = "The address of a server that runs elsewhere" };
    private static readonly Option<string[]> Env = new("--env") { Description = "NAME=value or NAME=secret://name, for its environment" };
    private static readonly Option<bool> Reveal = new("--reveal") { Description = "Put the secrets of --env themselves into its environment, and not placeholders; weaker" };
    private static readonly Option<string[]> Header = new("--header") { Description = "NAME=value or NAME=secret://name, sent with every request" };
    private static readonly Option<string?> Bearer = new("--bearer") { Description = "The secret that is its token: secret://name" };
    private static readonly Option<string?> Folder = new("--folder") { Description = "The folder it runs in, from which relative paths are meant; one of its own unless given" };
    private static readonly Option<string[]> For = new("--for") { Description = "A principal that may use it; everybody unless given" };
    private static readonly Option<bool> Trust = new("--trust") { Description = "Vouch for what it says of its tools, and accept it at first sight" };

    public McpAddCommand(Surroundings here)
        : base("add", "Add an upstream server: harombe mcp add files -- npx -y @modelcontextprotocol/server-filesystem /data.")
    {
        Add(Server);
        Add(Words);
        foreach (var option in (Option[])[Url, Env, Reveal, Header, Bearer, Folder, For, Trust])
        {
            Add(option);
        }

        SetAction((parsed, cancellationToken) => RunAsync(here.Begin(parsed), cancellationToken));
    }

    private static Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        var parsed = run.Parsed;
        var name = parsed.GetRequiredValue(Server);
        var words = parsed.GetValue(Words) ?? [];
        if (words.Length == 0 && parsed.GetValue(Url) is null)
        {
            return Task.FromResult(run.Fail(Stop.Usage("nobody says how the server is reached", $"harombe mcp add {name} -- <program> [arguments], or harombe mcp add {name} --url <address>")));
        }

        var entry = new JsonObject { ["name"] = name };
        if (words.Length > 0)
        {
            // With a folder of its own choice, the words are meant from there.
            words = parsed.GetValue(Folder) is null ? [.. TypedPaths.InFull(words, Environment.CurrentDirectory)] : words;
            entry["command"] = words[0];
            entry["args"] = new JsonArray([.. words[1..].Select(word => (JsonNode)word)]);
        }

        Set(entry, "url", parsed.GetValue(Url));
        Set(entry, "bearer", parsed.GetValue(Bearer));
        Set(entry, "folder", parsed.GetValue(Folder) is { } folder ? Path.GetFullPath(folder) : null);
        Set(entry, "trust", parsed.GetValue(Trust) ? "trusted" : null);
        if (parsed.GetValue(Reveal))
        {
            entry["reveal"] = true;
        }

        if (parsed.GetValue(For) is { Length: > 0 } principals)
        {
            entry["principals"] = new JsonArray([.. principals.Select(one => (JsonNode)one)]);
        }

        foreach (var (key, pairs) in new[] { ("env", parsed.GetValue(Env) ?? []), ("headers", parsed.GetValue(Header) ?? []) })
        {
            if (pairs.FirstOrDefault(pair => pair.IndexOf('=', StringComparison.Ordinal) <= 0) is not null)
            {
                return Task.FromResult(run.Fail(Stop.Usage($"a pair of --{(key == "env" ? "env" : "header")} has no '='", "Write NAME=value, or NAME=secret://name.")));
            }

            if (pairs.Length > 0)
            {
                entry[key] = new JsonObject(pairs.Select(pair => pair.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], (JsonNode?)pair[1])));
            }
        }

        return UpstreamAsking.ShowAsync(run, HttpMethod.Post, "", JsonElement.Parse(entry.ToJsonString()), $"added: {name}", cancellationToken);
    }

    private static void Set(JsonObject entry, string key, string? value)
    {
        if (value is not null)
        {
            entry[key] = value;
        }
    }
}
