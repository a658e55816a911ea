using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Harombe.HostTests.Chat;
using Harombe.Testing.Upstreams;

namespace Harombe.HostTests.Canaries;

/// <summary>Ways by which a secret may come in from an upstream server: in what it answers, in what it says of itself, and where nobody asked it.</summary>
internal static class UpstreamPaths
{
    private const string Name = "docs";

    public static IEnumerable<CanaryPath> All { get; } =
    [
        Answer("text", ["ResultStation"], text => new JsonObject { ["content"] = Texts($"x {text} y") }),
        Answer("structured content", ["ResultStation"], text => new JsonObject { ["content"] = new JsonArray(), ["structuredContent"] = new JsonObject { ["rows"] = new JsonArray(new JsonObject { ["cell"] = $"x {text} y" }) } }),
        Answer("error", ["ResultStation"], text => new JsonObject { ["isError"] = true, ["content"] = Texts($"401 for {text} .") }),
        Answer("resource in its result", ["ResultStation"], text => new JsonObject
        {
            ["content"] = new JsonArray(new JsonObject { ["type"] = "resource", ["resource"] = new JsonObject { ["uri"] = "file:///notes.txt", ["mimeType"] = "text/plain", ["text"] = $"x {text} y" } }),
        }),
        new("upstream's standard error and what is no message", ["RedactingFormatter", "RedactingRecords"], (host, _, text) => SayAsync(host, new JsonObject { ["secret"] = text, ["tools"] = Tools("mutter", "Mutters.") }, "mutter")),
        new("what an upstream says of its tool", ["DefinitionReading"], (host, _, text) => SayAsync(host, new JsonObject { ["tools"] = Tools("echo", $"Echoes {text} .") }, "echo")),
        new("what an upstream says of itself", ["DefinitionReading"], (host, _, text) => SayAsync(host, new JsonObject { ["instructions"] = $"Use {text} .", ["tools"] = Tools("echo", "Echoes.") }, "echo")),
    ];

    private static CanaryPath Answer(string name, string[] guards, Func<string, JsonObject> result) => new($"upstream's {name}", guards, (host, _, text) =>
        SayAsync(host, new JsonObject { ["answers"] = new JsonObject { ["echo"] = result(text) }, ["tools"] = Tools("echo", "Echoes.") }, "echo"));

    // A server that says this, taken in anew and accepted; then its tool called by a client and by the model.
    private static async Task<string> SayAsync(ChatHost host, JsonObject script, string tool)
    {
        var server = new ScriptedUpstream(host.Workspace, Name);
        server.Say(script);
        var said = new List<string>();
        await SendAsync(host, said, HttpMethod.Delete, $"/upstreams/{Name}");
        await SendAsync(host, said, HttpMethod.Post, "/upstreams", server.Entry(entry => entry["tools"] = new JsonObject { [tool] = new JsonObject { ["reads"] = true } }));
        var heard = await SendAsync(host, said, HttpMethod.Post, $"/upstreams/{Name}/test");
        await SendAsync(host, said, HttpMethod.Get, $"/upstreams/{Name}/diff");
        await SendAsync(host, said, HttpMethod.Post, $"/upstreams/{Name}/accept?fingerprint={JsonElement.Parse(heard).GetProperty("fingerprint").GetString()}");
        said.Add(await CanaryPath.McpAsync(host, "2025-06-18", $"{Name}__{tool}", []));
        said.Add(await CanaryPath.McpAsync(host, "2026-07-28", $"{Name}__{tool}", []));
        host.Script.Tool($"{Name}__{tool}", "{}");
        host.Script.Text("ok");
        said.AddRange((await host.SayAsync("call it")).Lines);
        Assert.Equal(3, server.Calls(tool).Count);
        File.Delete(Path.Combine(host.Workspace, Name + ".json.log"));
        return string.Join('\n', said);
    }

    private static async Task<string> SendAsync(ChatHost host, List<string> said, HttpMethod method, string path, JsonObject? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var response = await host.Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        said.Add(text);
        return text;
    }

    private static JsonArray Texts(string text) => [new JsonObject { ["type"] = "text", ["text"] = text }];

    private static JsonArray Tools(string name, string description) =>
        [new JsonObject { ["name"] = name, ["description"] = description, ["inputSchema"] = new JsonObject { ["type"] = "object" } }];
}
