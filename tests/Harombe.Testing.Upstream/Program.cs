using System.Collections;
using System.Text.Json.Nodes;
using Harombe.Testing.Upstream;

// An MCP server of the tests, frame by frame and with no library: it speaks over its standard input and output and misbehaves as it is told.
//   Harombe.Testing.Upstream SCRIPT
// SCRIPT is a JSON file that is read anew for every request, so that a test changes the server while it runs. What arrives is appended to SCRIPT.log,
// and the environment it was started with to SCRIPT.env.
var script = new Script(args[0]);
Note.Append(args[0] + ".env", new JsonObject(Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
    .Select(pair => KeyValuePair.Create((string)pair.Key, (JsonNode?)(string?)pair.Value))).ToJsonString());
var server = new Server(script, Console.OpenStandardOutput());
using var input = new StreamReader(Console.OpenStandardInput());
while (await input.ReadLineAsync() is { } line)
{
    Note.Append(args[0] + ".log", line);
    if (JsonNode.Parse(line) is JsonObject message)
    {
        server.Take(message);
    }
}

return script.Has("stays") ? await Never() : 0;

static async Task<int> Never()
{
    await new TaskCompletionSource().Task;
    return 0;
}
