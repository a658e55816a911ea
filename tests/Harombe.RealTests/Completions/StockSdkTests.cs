using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json.Nodes;
using Harombe.RealTests.Gateway;
using Harombe.Testing;
using Harombe.Testing.Anthropic;
using Harombe.Testing.OpenAI;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Models;

namespace Harombe.RealTests.Completions;

/// <summary>OpenAI's own SDKs against <c>harombe up</c> as people start it, with nothing changed but the base URL and the key.</summary>
public sealed class StockSdkTests(NodeClients clients, ITestOutputHelper output) : IClassFixture<NodeClients>, IAsyncLifetime
{
    private static readonly ChatTool Weather = ChatTool.CreateFunctionTool(
        "get_weather", "The weather of a city.", BinaryData.FromString("""{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}"""));

    private OpenAIServer model = null!; // set before each test
    private HostProcess host = null!; // set before each test
    private string token = "";

    public async Task InitializeAsync()
    {
        model = await OpenAIServer.StartAsync(wantsKey: false);
        host = await HostProcess.StartAsync(
            ("model", "tested"), ("models.tested.provider", "openai"), ("models.tested.model", OpenAIServer.Model), ("models.tested.base_url", model.Url.ToString()));
        token = await host.Owner.IssueAsync("app", "caller", ["*"]);
    }

    public async Task DisposeAsync()
    {
        await host.DisposeAsync();
        await model.DisposeAsync();
    }

    [Fact]
    public async Task The_dotnet_SDK_chats_streams_calls_tools_lists_models_and_reads_errors()
    {
        model.Script.Text("One, ", "two.");
        var whole = (await Chat().CompleteChatAsync("count")).Value;
        Assert.Equal(("One, two.", ChatFinishReason.Stop, 40), (whole.Content[0].Text, whole.FinishReason, whole.Usage.TotalTokenCount));

        model.Script.Text("One, ", "two, ", "three.");
        var streamed = new List<string>();
        await foreach (var update in Chat().CompleteChatStreamingAsync("count"))
        {
            streamed.AddRange(update.ContentUpdate.Select(part => part.Text).Where(text => text.Length > 0));
        }

        Assert.Equal("One, two, three.", string.Concat(streamed));

        var called = await ToolAsync();
        Assert.Equal("It is sunny.", called);

        var models = (await new OpenAIModelClient(new ApiKeyCredential(token), Options()).GetModelsAsync()).Value;
        Assert.Contains("harombe", models.Select(known => known.Id));

        Assert.Equal(404, (await Assert.ThrowsAsync<ClientResultException>(() => Chat("gpt-4o").CompleteChatAsync("x"))).Status);
        var refused = await Assert.ThrowsAsync<ClientResultException>(() => Chat(key: "not-a-token").CompleteChatAsync("x"));
        Assert.Equal(401, refused.Status);
        Assert.Contains("harombe token add", refused.Message, StringComparison.Ordinal);
        model.Script.Fails(ApiError.Limited(3600));
        Assert.Equal(429, (await Assert.ThrowsAsync<ClientResultException>(() => Chat().CompleteChatAsync("x"))).Status);
        await NothingRanAsync();
    }

    [RealFact("npm")]
    public async Task The_npm_SDK_chats_streams_calls_tools_lists_models_and_reads_errors()
    {
        if (clients.AreMissing(output))
        {
            return;
        }

        model.Script.Text("One, ", "two.");
        model.Script.Text("One, ", "two, ", "three.");
        model.Script.Tool("get_weather", """{"city":"Bern"}""");
        model.Script.Text("It is sunny.");
        model.Script.Tool("get_weather", """{"city":"Bern"}""");
        model.Script.Fails(ApiError.Limited(3600));
        model.Script.Fails(ApiError.Limited(3600));
        model.Script.Add(new ScriptedReply([new ScriptedBlock.Text(["half of ", "it "])]) { End = StreamEnd.Early });

        var seen = await clients.RunAsync("openai.mjs", new Uri(host.Owner.Url, "/v1"), token);

        Assert.Contains("harombe", seen["models"]!.AsArray().Select(id => (string?)id));
        Assert.Equal(("One, two.", "stop", 40), ((string?)seen["chat"]!["text"], (string?)seen["chat"]!["finish"], (int)seen["chat"]!["usage"]!));
        Assert.Equal(("One, two, three.", 40), ((string?)seen["stream"]!["text"], (int)seen["stream"]!["usage"]!));
        Assert.Equal(("Bern", "It is sunny."), ((string?)seen["ran"], (string?)seen["tools"]));
        Assert.Equal(("get_weather", """{"city":"Bern"}"""), ((string?)seen["streamedCall"]!["name"], (string?)seen["streamedCall"]!["arguments"]));
        Assert.Equal(("NotFoundError", 404, "model_not_found"), Error(seen["noModel"]));
        Assert.Equal(("AuthenticationError", 401, "invalid_api_key"), Error(seen["noKey"]));
        Assert.Equal(("RateLimitError", 429, "model.limit"), Error(seen["limit"]));
        Assert.Equal(("RateLimitError", 429, "model.limit"), Error(seen["limitInStream"]));
        Assert.Contains("broke off", (string?)seen["cutInStream"]!["message"], StringComparison.Ordinal);
        await NothingRanAsync();
    }

    private static (string? Type, int Status, string? Code) Error(JsonNode? error) => ((string?)error!["type"], (int)error["status"]!, (string?)error["code"]);

    private async Task<string> ToolAsync()
    {
        model.Script.Tool("get_weather", """{"city":"Bern"}""");
        model.Script.Text("It is sunny.");
        var messages = new List<ChatMessage> { new UserChatMessage("weather in Bern?") };
        var options = new ChatCompletionOptions { Tools = { Weather } };
        var asked = (await Chat().CompleteChatAsync(messages, options)).Value;
        Assert.Equal(ChatFinishReason.ToolCalls, asked.FinishReason);
        var call = Assert.Single(asked.ToolCalls);
        Assert.Equal(("get_weather", """{"city":"Bern"}"""), (call.FunctionName, call.FunctionArguments.ToString()));
        messages.Add(new AssistantChatMessage(asked));
        messages.Add(new ToolChatMessage(call.Id, "21 degrees"));
        return (await Chat().CompleteChatAsync(messages, options)).Value.Content[0].Text;
    }

    // The client's tools are the client's: no intent, no outcome.
    private async Task NothingRanAsync()
    {
        Assert.Empty(await host.Owner.AuditAsync("call.intent"));
        Assert.Contains("21 degrees", model.Requests.Select(request => request.Text).First(text => text.Contains("\"tool\"", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    private ChatClient Chat(string name = "harombe", string? key = null) => new(name, new ApiKeyCredential(key ?? token), Options());

    private OpenAIClientOptions Options() => new() { Endpoint = new Uri(host.Owner.Url, "/v1"), RetryPolicy = new ClientRetryPolicy(0) };
}
