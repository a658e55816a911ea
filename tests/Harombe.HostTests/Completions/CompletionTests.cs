using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Harombe.HostTests.Chat;
using Harombe.Testing.Anthropic;

namespace Harombe.HostTests.Completions;

/// <summary>The OpenAI-compatible API: what its clients see, and what a client can't make the host do.</summary>
public sealed class CompletionTests
{
    private static readonly JsonObject Weather = new()
    {
        ["type"] = "function",
        ["function"] = new JsonObject { ["name"] = "get_weather", ["description"] = "The weather.", ["parameters"] = JsonNode.Parse("""{"type":"object","properties":{"city":{"type":"string"}}}""") },
    };

    [Fact]
    public async Task The_models_are_the_agents_and_the_named_models()
    {
        await using var host = await ChatHost.StartAsync();

        var list = JsonElement.Parse(await host.Client.GetStringAsync("/v1/models"));

        Assert.Equal("list", list.GetProperty("object").GetString());
        Assert.Contains("harombe", list.GetProperty("data").EnumerateArray().Select(model => model.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task Our_tools_run_inside_and_only_the_answer_comes_out()
    {
        await using var host = await ChatHost.StartAsync([TestTools.Reading("lookup", (_, _) => Task.FromResult("quince-7"))]);
        host.Script.Tool("lookup", "{}");
        host.Script.Text("It is quince-7.");

        var answer = await CompleteAsync(host, Request("what is the code?"));

        var choice = answer["choices"]![0]!;
        Assert.Equal(("stop", "It is quince-7."), ((string?)choice["finish_reason"], (string?)choice["message"]!["content"]));
        Assert.Equal((50, 30, 80), ((int)answer["usage"]!["prompt_tokens"]!, (int)answer["usage"]!["completion_tokens"]!, (int)answer["usage"]!["total_tokens"]!));
    }

    [Fact]
    public async Task A_tool_of_the_clients_is_returned_as_a_call_and_never_run_nor_recorded()
    {
        await using var host = await ChatHost.StartAsync();
        host.Script.Tool("get_weather", """{"city":"Bern"}""");
        host.Script.Text("Sunny.");
        var request = Request("weather?", Weather);

        var answer = await CompleteAsync(host, request);

        var call = answer["choices"]![0]!["message"]!["tool_calls"]![0]!;
        Assert.Equal("tool_calls", (string?)answer["choices"]![0]!["finish_reason"]);
        Assert.Equal(("get_weather", """{"city":"Bern"}"""), ((string?)call["function"]!["name"], (string?)call["function"]!["arguments"]));
        Assert.DoesNotContain("get_weather", await host.Client.GetStringAsync("/audit?limit=100"), StringComparison.Ordinal);

        // Stateless: the client brings everything along.
        var messages = request["messages"]!.AsArray();
        messages.Add(answer["choices"]![0]!["message"]!.DeepClone());
        messages.Add(new JsonObject { ["role"] = "tool", ["tool_call_id"] = (string?)call["id"], ["content"] = "21 degrees" });
        var last = await CompleteAsync(host, request);

        Assert.Equal("Sunny.", (string?)last["choices"]![0]!["message"]!["content"]);
        Assert.Contains("21 degrees", Assert.Single(host.Api.Requests[^1].Results).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_session_only_what_is_new_is_sent_and_the_calls_answer_is_kept_as_data_from_outside()
    {
        await using var host = await ChatHost.StartAsync();
        host.Script.Tool("get_weather", """{"city":"Bern"}""");
        host.Script.Text("Sunny.");
        host.Script.Text("Still sunny.");
        var first = await CompleteAsync(host, Request("weather?", Weather));
        var session = (string)first["harombe_session"]!;
        var call = (string?)first["choices"]![0]!["message"]!["tool_calls"]![0]!["id"];

        var answered = new JsonObject
        {
            ["model"] = "harombe",
            ["harombe_session"] = session,
            ["tools"] = new JsonArray(Weather.DeepClone()),
            ["messages"] = new JsonArray(new JsonObject { ["role"] = "tool", ["tool_call_id"] = call, ["content"] = "21 degrees" }),
        };
        var second = await CompleteAsync(host, answered);
        var third = await CompleteAsync(host, With(Request("and now?", Weather), session));

        Assert.Equal("Sunny.", (string?)second["choices"]![0]!["message"]!["content"]);
        Assert.Equal("Still sunny.", (string?)third["choices"]![0]!["message"]!["content"]);
        Assert.Contains("21 degrees", host.Api.Requests[^1].Text, StringComparison.Ordinal);
        Assert.All(host.Api.Requests, request => Assert.Null(request.Refusal));
    }

    [Fact]
    public async Task A_call_that_the_client_never_answered_does_not_break_the_conversation()
    {
        await using var host = await ChatHost.StartAsync();
        host.Script.Tool("get_weather", "{}");
        host.Script.Text("Never mind.");
        var session = (string)(await CompleteAsync(host, Request("weather?", Weather)))["harombe_session"]!;

        var answer = await CompleteAsync(host, With(Request("forget it", Weather), session));

        Assert.Equal("Never mind.", (string?)answer["choices"]![0]!["message"]!["content"]);
        Assert.Contains("did not say what came of this call", host.Api.Requests[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_tools_with_one_name_ours_is_not_offered_and_does_not_run()
    {
        var ran = 0;
        await using var host = await ChatHost.StartAsync([TestTools.Reading("get_weather", (_, _) => Task.FromResult($"{Interlocked.Increment(ref ran)}"))]);
        host.Script.Tool("get_weather", "{}");

        var answer = await CompleteAsync(host, Request("weather?", Weather));

        Assert.Equal("tool_calls", (string?)answer["choices"]![0]!["finish_reason"]);
        Assert.Equal(0, ran);
        Assert.Single(host.Api.Requests.Single().Tools, "get_weather");
    }

    [Fact]
    public async Task A_waiting_approval_is_a_message_and_the_same_request_in_its_session_brings_the_end()
    {
        var ran = 0;
        await using var host = await ChatHost.StartAsync([TestTools.Changing("alter", (_, _) => Task.FromResult($"{Interlocked.Increment(ref ran)}"))]);
        host.Script.Tool("alter", "{}");
        host.Script.Text("It is done.");

        var waiting = await CompleteAsync(host, Request("alter it"));
        var session = (string)waiting["harombe_session"]!;
        var text = (string)waiting["choices"]![0]!["message"]!["content"]!;
        var still = await CompleteAsync(host, With(Request("alter it"), session));
        var approval = text.Split("harombe approvals approve ")[1].Split('\'')[0];
        await host.AnswerAsync(approval, approve: true);
        var end = await CompleteAsync(host, With(Request("alter it"), session));
        host.Script.Tool("alter", "{}");
        var again = await CompleteAsync(host, With(Request("alter it"), session));

        Assert.Contains($"/approvals/{approval}", text, StringComparison.Ordinal);
        Assert.Contains(approval, (string?)still["choices"]![0]!["message"]!["content"], StringComparison.Ordinal);
        Assert.Equal("It is done.", (string?)end["choices"]![0]!["message"]!["content"]);
        Assert.Equal(1, ran);
        // Delivered once: the same words mean a new turn from then on.
        Assert.Contains("A person must answer", (string?)again["choices"]![0]!["message"]!["content"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_comes_in_chunks_with_the_call_and_the_usage_and_ends()
    {
        await using var host = await ChatHost.StartAsync();
        host.Script.Add(new ScriptedReply([new ScriptedBlock.Text(["Let me ", "look. "]), ScriptedBlock.ToolUse.Of("get_weather", """{"city":"Bern"}""")]));
        var request = Request("weather?", Weather);
        request["stream"] = true;
        request["stream_options"] = new JsonObject { ["include_usage"] = true };

        using var response = await PostAsync(host, request);
        var lines = (await response.Content.ReadAsStringAsync()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(line => line["data: ".Length..]).ToList();
        var chunks = lines[..^1].Select(line => JsonElement.Parse(line)).ToList();
        var deltas = chunks.SelectMany(chunk => chunk.GetProperty("choices").EnumerateArray()).Select(choice => choice.GetProperty("delta")).ToList();

        Assert.Equal("[DONE]", lines[^1]);
        Assert.Equal("Let me look. ", string.Concat(deltas.Where(delta => delta.TryGetProperty("content", out _)).Select(delta => delta.GetProperty("content").GetString())));
        Assert.Contains(deltas, delta => delta.TryGetProperty("tool_calls", out var calls) && calls[0].GetProperty("function").GetProperty("name").GetString() == "get_weather");
        Assert.Equal(25, chunks[^1].GetProperty("usage").GetProperty("prompt_tokens").GetInt32());
        Assert.Equal("tool_calls", chunks[^2].GetProperty("choices")[0].GetProperty("finish_reason").GetString());
    }

    [Theory]
    [InlineData("""{"model":"gpt-4o","messages":[{"role":"user","content":"x"}]}""", 404, "model_not_found")]
    [InlineData("""{"model":"harombe/nobody","messages":[{"role":"user","content":"x"}]}""", 404, "model_not_found")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}]}""", 400, "invalid_request")]
    [InlineData("""{"model":"harombe","messages":[]}""", 400, "invalid_request")]
    [InlineData("""{"model":"harombe","messages":[{"role":"nobody","content":"x"}]}""", 400, "invalid_request")]
    [InlineData("""{"model":"harombe","n":3,"messages":[{"role":"user","content":"x"}]}""", 400, "invalid_request")]
    [InlineData("""{"model":"harombe","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"http://10.0.0.1/x.png"}}]}]}""", 400, "invalid_request")]
    [InlineData("""{"model":"harombe","messages":[{"role":"user","content":[{"type":"image_url"}]}]}""", 400, "invalid_request")]
    [InlineData("""{"model":"harombe","messages":[{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"user","content":"x"}]}""", 400, "invalid_request")]
    [InlineData("""{"model":"harombe","tools":[{"type":"function","function":{"name":"a b"}}],"messages":[{"role":"user","content":"x"}]}""", 400, "invalid_request")]
    [InlineData("""{"model":"harombe","tool_choice":{"type":"function","function":{"name":"f"}},"messages":[{"role":"user","content":"x"}]}""", 400, "invalid_request")]
    [InlineData("""{"model":"harombe","harombe_session":"ses_x","messages":[{"role":"user","content":"x"}]}""", 404, "session_not_found")]
    [InlineData("not json", 400, "invalid_request")]
    public async Task A_wrong_request_is_refused_in_the_form_that_clients_read(string body, int status, string code)
    {
        await using var host = await ChatHost.StartAsync();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        using var response = await host.Client.PostAsync("/v1/chat/completions", content);
        var error = JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("error");

        Assert.Equal((status, code), ((int)response.StatusCode, error.GetProperty("code").GetString()));
        Assert.NotEmpty(error.GetProperty("message").GetString()!);
        Assert.Empty(host.Api.Requests);
    }

    [Fact]
    public async Task An_error_of_the_model_has_its_status_streaming_or_not()
    {
        await using var host = await ChatHost.StartAsync();
        foreach (var stream in (bool[])[false, true])
        {
            host.Script.Fails(ApiError.Overloaded);
            var request = Request("hello");
            request["stream"] = stream;

            using var response = await PostAsync(host, request);

            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
            Assert.Contains("model.overloaded", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Without_a_token_the_refusal_has_the_clients_form_too()
    {
        await using var host = await ChatHost.StartAsync();
        host.Client.DefaultRequestHeaders.Authorization = null;

        using var response = await host.Client.GetAsync("/v1/models");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("invalid_api_key", JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task What_the_client_says_of_itself_stands_behind_the_agents_prompt_and_secrets_go_nowhere()
    {
        await using var host = await ChatHost.StartAsync();
        host.Script.Text("Yes.");
        var request = Request("my key is sk-ant-api03-Qk3vQ9xT2mWb7RfLp4NcYh8Gd1JsXe5UaKo6");
        request["messages"]!.AsArray().Insert(0, new JsonObject { ["role"] = "system", ["content"] = "Speak like a pirate." });

        await CompleteAsync(host, request);

        var sent = host.Api.Requests.Single().Text;
        Assert.Contains("You are Harombe.", sent, StringComparison.Ordinal);
        Assert.Contains("Speak like a pirate.", sent, StringComparison.Ordinal);
        Assert.DoesNotContain("Qk3vQ9xT2m", sent, StringComparison.Ordinal);
        Assert.Empty(host.FilesWith("Qk3vQ9xT2mWb7RfLp4"));
    }

    private static JsonObject Request(string text, params JsonObject[] tools)
    {
        var request = new JsonObject { ["model"] = "harombe", ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = text }) };
        if (tools.Length > 0)
        {
            request["tools"] = new JsonArray([.. tools.Select(tool => tool.DeepClone())]);
        }

        return request;
    }

    private static JsonObject With(JsonObject request, string session)
    {
        request["harombe_session"] = session;
        return request;
    }

    private static Task<HttpResponseMessage> PostAsync(ChatHost host, JsonObject request) => host.Client.PostAsJsonAsync("/v1/chat/completions", request);

    private static async Task<JsonNode> CompleteAsync(ChatHost host, JsonObject request)
    {
        using var response = await PostAsync(host, request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode} {text}");
        return JsonNode.Parse(text)!; // not null: a body that is 'null' would be no answer
    }
}
