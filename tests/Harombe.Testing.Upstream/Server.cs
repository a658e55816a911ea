using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace Harombe.Testing.Upstream;

/// <summary>Answers requests, each in the era of its sender.</summary>
internal sealed class Server
{
    private const string Modern = "2026-07-28";
    private readonly Lock writing = new();
    private readonly Script script;
    private readonly Stream output;
    private readonly Questions questions;
    private JsonNode? listener;

    public Server(Script script, Stream output)
    {
        (this.script, this.output) = (script, output);
        questions = new Questions(Write);
    }

    public void Take(JsonObject message)
    {
        if (message["id"] is not { } id || message["method"] is not JsonValue method)
        {
            questions.Take(message);
            return; // an answer, or a notification
        }

        if (script.Has("deaf"))
        {
            return;
        }

        var parameters = message["params"] as JsonObject ?? [];
        switch (method.GetValue<string>())
        {
            case "initialize" when !script.Has("modern") && !script.Has("silent"):
                var version = script.Read()["revision"]?.GetValue<string>() ?? "2025-11-25";
                Answer(id, Identity(new JsonObject { ["protocolVersion"] = version }));
                break;
            case "server/discover" when script.Has("modern"):
                Answer(id, Identity(new JsonObject { ["supportedVersions"] = new JsonArray(Modern), ["resultType"] = "complete" }));
                break;
            case "tools/list" when script.Has("unlisted"):
                break;
            case "tools/list" when !script.Has("silent"):
                Answer(id, Complete(new JsonObject { ["tools"] = script.Tools }));
                break;
            case "tools/call":
                Call(id, parameters, parameters["arguments"] as JsonObject ?? [], parameters["_meta"]?["progressToken"]);
                break;
            case "resources/list" when script.Has("documents"):
                Answer(id, Complete(new JsonObject { ["resources"] = new JsonArray(new JsonObject { ["uri"] = "file:///a.txt", ["name"] = "a" }) }));
                break;
            case "resources/read" when script.Has("documents"):
                Answer(id, Complete(new JsonObject { ["contents"] = new JsonArray(new JsonObject { ["uri"] = parameters["uri"]!.DeepClone(), ["mimeType"] = "text/plain", ["text"] = "of " + parameters["uri"] }) }));
                break;
            case "prompts/list" when script.Has("documents"):
                Answer(id, Complete(new JsonObject { ["prompts"] = new JsonArray(new JsonObject { ["name"] = "sum", ["description"] = script.Read()["prompt"]?.GetValue<string>() ?? "Sums up." }) }));
                break;
            case "prompts/get" when script.Has("asks") && parameters["inputResponses"] is null:
                Answer(id, Questions.Wanted("who", "elicitation/create", Questions.Form("For whom?"), "prompt 1"));
                break;
            case "prompts/get" when script.Has("documents"):
                Answer(id, Complete(new JsonObject { ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = new JsonObject { ["type"] = "text", ["text"] = "Sum it up." } }) }));
                break;
            case "resources/templates/list" when script.Has("documents"):
                Answer(id, Complete(new JsonObject { ["resourceTemplates"] = new JsonArray(new JsonObject { ["uriTemplate"] = "file:///{name}.txt", ["name"] = "any" }) }));
                break;
            case "resources/subscribe" or "resources/unsubscribe" or "logging/setLevel":
                Answer(id, []);
                break;
            case "subscriptions/listen" when script.Has("modern"):
                listener = id.DeepClone();
                Write(Notification("notifications/subscriptions/acknowledged", Told(new JsonObject { ["notifications"] = parameters["notifications"]?.DeepClone() })));
                break;
            case "completion/complete":
                Answer(id, Complete(new JsonObject { ["completion"] = new JsonObject { ["values"] = new JsonArray((string?)parameters["argument"]!["value"] + "da", parameters["ref"]!.ToJsonString()), ["hasMore"] = false } }));
                break;
            case "server/discover" when script.Has("agreeable"):
            case "ping":
                Answer(id, []);
                break;
            default:
                if (!script.Has("silent"))
                {
                    Write(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id.DeepClone(), ["error"] = new JsonObject { ["code"] = -32601, ["message"] = "Method not found" } });
                }

                break;
        }
    }

    private void Call(JsonNode id, JsonObject parameters, JsonObject arguments, JsonNode? progress)
    {
        var name = parameters["name"]!.GetValue<string>();
        if (script.Read()["answers"]?[name] is JsonObject answer)
        {
            Answer(id, Complete(answer.DeepClone().AsObject()));
            return;
        }

        var text = arguments["text"]?.GetValue<string>() ?? "";
        switch (name)
        {
            case "ask" or "sample" or "folders" when script.Has("modern"):
                Answer(id, parameters["inputResponses"] is { } answers
                    ? Complete(new JsonObject { ["content"] = Texts($"{parameters["requestState"]}: {answers.ToJsonString()}") })
                    : Questions.Wanted("q", MethodOf(parameters), ParametersOf(parameters, text), "state of " + text));
                return;
            case "ask" or "sample" or "folders":
                _ = AskAsync(id, MethodOf(parameters), ParametersOf(parameters, text));
                return;
            case "log":
                Write(Notification("notifications/message", new JsonObject { ["level"] = "debug", ["data"] = "a detail" }));
                Write(Notification("notifications/message", new JsonObject { ["level"] = "warning", ["logger"] = "disk", ["data"] = new JsonObject { ["said"] = text + script.Read()["secret"] } }));
                break;
            case "touch":
                Write(Notification("notifications/resources/updated", Told(new JsonObject { ["uri"] = "file:///a.txt" })));
                Write(Notification("notifications/resources/list_changed", Told([])));
                Write(Notification("notifications/tools/list_changed", Told([])));
                break;
            case "fail":
                Answer(id, Complete(new JsonObject { ["isError"] = true, ["content"] = Texts("it failed, as it was told") }));
                return;
            case "hang":
                return;
            case "crash":
                Environment.Exit(3);
                return;
            case "noise":
                Raw("this is no message\n\n\u0000\u0001 {not json\n");
                break;
            case "big":
                Answer(id, Complete(new JsonObject { ["content"] = Texts(new string('x', arguments["size"]?.GetValue<int>() ?? 0)) }));
                return;
            case "progress":
                for (var step = 1; step <= 3; step++)
                {
                    Write(Notification("notifications/progress", new JsonObject { ["progressToken"] = progress?.DeepClone(), ["progress"] = step, ["total"] = 3, ["message"] = $"step {step}" }));
                }

                _ = AnswerLaterAsync(id, Complete(new JsonObject { ["content"] = Texts("done") }));
                return;
            case "fork":
                // A grandchild that outlives everybody, unless it is looked for.
                using (var child = Process.Start(new ProcessStartInfo("sh", ["-c", "sleep 600 >/dev/null 2>&1 & echo $!"]) { RedirectStandardOutput = true })!)
                {
                    Answer(id, Complete(new JsonObject { ["content"] = Texts(child.StandardOutput.ReadLine() ?? "") }));
                }

                return;
            case "process":
                Answer(id, Complete(new JsonObject { ["content"] = Texts(Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture)) }));
                return;
            case "flood":
                // As fast as they are taken, and of the kind that makes somebody ask again.
                for (var many = arguments["size"]?.GetValue<int>() ?? 0; many > 0; many--)
                {
                    Write(Notification("notifications/tools/list_changed", []));
                }

                break;
            case "mutter":
                // What it was told to say, where nobody asked for it.
                Console.Error.WriteLine($"failed for {script.Read()["secret"]} .");
                Raw($"no message: {script.Read()["secret"]} .\n");
                break;
            case "shout":
                for (var many = arguments["size"]?.GetValue<int>() ?? 0; many > 0; many--)
                {
                    Console.Error.WriteLine("loud and long and of no use to anybody, over and over again");
                    Raw("no message\n");
                }

                break;
            case "deep":
                Raw($$$"""{"jsonrpc":"2.0","id":{{{id.ToJsonString()}}},"result":{"content":[],"structuredContent":{{{new string('[', 5000)}}}{{{new string(']', 5000)}}}}}""" + "\n");
                return;
        }

        Answer(id, Complete(new JsonObject { ["content"] = Texts(arguments["text"]?.GetValue<string>() ?? "") }));
    }

    private async Task AnswerLaterAsync(JsonNode id, JsonObject result)
    {
        while (!File.Exists(script.Go))
        {
            await Task.Delay(20);
        }

        Answer(id, result);
    }

    private async Task AskAsync(JsonNode id, string method, JsonObject parameters) =>
        Answer(id, Complete(new JsonObject { ["content"] = Texts((await questions.AskAsync(method, parameters)).ToJsonString()) }));

    private static string MethodOf(JsonObject call) => (string?)call["name"] switch { "ask" => "elicitation/create", "sample" => "sampling/createMessage", _ => "roots/list" };

    private static JsonObject ParametersOf(JsonObject call, string text) => (string?)call["name"] switch
    {
        "ask" => Questions.Form(text),
        "sample" => new JsonObject { ["maxTokens"] = 10, ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = new JsonObject { ["type"] = "text", ["text"] = text } }) },
        _ => [],
    };

    private static JsonObject Notification(string method, JsonObject parameters) => new() { ["jsonrpc"] = "2.0", ["method"] = method, ["params"] = parameters };

    // 2026-07-28 tells over the request that listens.
    private JsonObject Told(JsonObject parameters)
    {
        if (listener is not null)
        {
            parameters["_meta"] = new JsonObject { ["io.modelcontextprotocol/subscriptionId"] = listener.ToString() };
        }

        return parameters;
    }

    private JsonObject Identity(JsonObject result)
    {
        result["serverInfo"] = new JsonObject { ["name"] = "scripted", ["version"] = "1.0" };
        result["capabilities"] = new JsonObject { ["tools"] = new JsonObject { ["listChanged"] = true } };
        if (script.Has("documents"))
        {
            result["capabilities"]!["resources"] = new JsonObject { ["subscribe"] = true, ["listChanged"] = true };
            result["capabilities"]!["completions"] = new JsonObject();
            result["capabilities"]!["logging"] = new JsonObject();
            result["capabilities"]!["prompts"] = new JsonObject();
        }

        if (script.Read()["instructions"] is JsonValue instructions)
        {
            result["instructions"] = instructions.DeepClone();
        }

        return result;
    }

    private JsonObject Complete(JsonObject result)
    {
        if (script.Has("modern"))
        {
            result["resultType"] = "complete";
        }

        return result;
    }

    private static JsonArray Texts(string text) => [new JsonObject { ["type"] = "text", ["text"] = text }];

    private void Answer(JsonNode id, JsonObject result) => Write(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id.DeepClone(), ["result"] = result });

    private void Write(JsonObject message) => Raw(message.ToJsonString() + "\n");

    private void Raw(string text)
    {
        lock (writing)
        {
            output.Write(Encoding.UTF8.GetBytes(text));
            output.Flush();
        }
    }
}
