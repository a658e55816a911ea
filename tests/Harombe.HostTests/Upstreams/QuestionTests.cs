using System.Text.Json;
using System.Text.Json.Nodes;
using Harombe.Testing;
using Harombe.Testing.Upstreams;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Harombe.HostTests.Upstreams;

/// <summary>Questions of upstreams to the clients behind their calls.</summary>
public sealed class QuestionTests
{
    private const string Old = "2025-11-25";
    private const string Modern = "2026-07-28";

    [Theory]
    [InlineData("2025-06-18")]
    [InlineData(Old)]
    [InlineData(Modern)]
    public async Task A_question_reaches_the_client_in_its_own_era_and_the_answer_goes_back(string revision)
    {
        await using var host = await UpstreamHost.StartAsync();
        var server = await AddAsync(host, "docs", revision == Modern);
        ElicitRequestParams? asked = null;
        await using var client = await ConnectAsync(host, revision, question =>
        {
            asked = question;
            return Accept("Ada");
        });

        var result = await CallAsync(client, "docs__ask", "For whom?");

        Assert.Contains("Ada", Text(result), StringComparison.Ordinal);
        Assert.Equal("The server 'docs' asks (these are its words, not Harombe's): For whom?", asked?.Message);
        Assert.Equal(revision == Modern ? 2 : 1, server.Calls("ask").Count);
        Assert.Equal("docs", Assert.Single(await host.Owner.AuditAsync("upstream.asked")).GetProperty("server").GetString());
        Assert.Contains("Ada", Assert.Single(await host.Owner.AuditAsync("upstream.answered")).GetProperty("words").GetString(), StringComparison.Ordinal);
        if (revision == Modern)
        {
            Assert.Equal("""state of For whom?: {"q":{"action":"accept","content":{"name":"Ada"}}}""", Text(result));
        }
    }

    [Theory]
    [InlineData(Old)]
    [InlineData(Modern)]
    public async Task A_client_is_never_asked_what_it_did_not_declare(string revision)
    {
        await using var host = await UpstreamHost.StartAsync();
        var server = await AddAsync(host, "docs", revision == Modern);
        await using var client = await ConnectAsync(host, revision, answer: null);

        if (revision == Modern)
        {
            // What the revision has an error of its own for. By hand: the library's client doesn't read an error that comes with a status of 400.
            var error = (await RawCall.SendAsync(host, await host.Owner.IssueAsync("raw", "caller", ["*"]), "docs__ask", "For whom?", [], []))[^1]["error"]!; // not null: it is refused
            Assert.Equal(-32021, (int?)error["code"]);
            Assert.Contains("question.undeclared", (string?)error["message"], StringComparison.Ordinal);
            Assert.NotNull(error["data"]!["requiredCapabilities"]!["elicitation"]);
        }
        else
        {
            Assert.Contains("question.undeclared", Text(await CallAsync(client, "docs__ask", "For whom?")), StringComparison.Ordinal);
        }

        Assert.Equal("question.undeclared", Assert.Single(await host.Owner.AuditAsync("upstream.unasked")).GetProperty("rule").GetString());
        if (revision == Modern)
        {
            // The server is told what this client can do, and not what some client could.
            Assert.Equal("{}", Assert.Single(server.Calls("ask"))["params"]!["_meta"]!["io.modelcontextprotocol/clientCapabilities"]!.ToJsonString());
        }
    }

    [Theory]
    [InlineData(Old, true)]
    [InlineData(Modern, false)]
    public async Task Across_the_eras_a_refusal_says_that_there_is_no_translation_yet(string client, bool modernServer)
    {
        await using var host = await UpstreamHost.StartAsync();
        await AddAsync(host, "docs", modernServer);
        await using var connected = await ConnectAsync(host, client, _ => throw new InvalidOperationException("It was asked."));

        Assert.Contains("there is no translation between the two yet", Text(await CallAsync(connected, "docs__ask", "?")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_time_in_which_a_person_decides_is_no_time_of_the_tool()
    {
        await using var host = await UpstreamHost.StartAsync();
        await AddAsync(host, "docs", modern: false, entry => entry["timeout"] = "3s");
        // Longer than the tool may take in all.
        await using var client = await ConnectSlowAsync(host, Old, async _ =>
        {
            await Task.Delay(4000);
            return Accept("Ada");
        });

        Assert.Contains("Ada", Text(await CallAsync(client, "docs__ask", "?")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Old, "block")]
    [InlineData(Modern, "block")]
    // Nobody but the client could be asked, and it is the one whose answer it is.
    [InlineData(Old, "ask")]
    [InlineData(Modern, "ask")]
    public async Task An_answer_with_a_secret_does_not_reach_the_server(string revision, string effect)
    {
        var secret = "ghp_" + string.Concat(Enumerable.Range(0, 36).Select(i => "aB3dE5gH7jK9"[i % 12]));
        await using var host = await UpstreamHost.StartAsync(yaml: $"scanner: {{ arguments: {effect} }}\n");
        var server = await AddAsync(host, "docs", revision == Modern);
        await using var client = await ConnectAsync(host, revision, _ => Accept(secret));

        var result = await CallAsync(client, "docs__ask", "Your token?");

        Assert.Contains("scan.answer", Text(result), StringComparison.Ordinal);
        Assert.DoesNotContain(secret, server.Received, StringComparison.Ordinal);
        var entry = Assert.Single(await host.Owner.AuditAsync("upstream.answered"));
        Assert.Equal("scan.answer", entry.GetProperty("rule").GetString());
        Assert.DoesNotContain(secret, entry.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_that_hide_characters_are_shown_and_no_client_is_led_to_an_address()
    {
        await using var host = await UpstreamHost.StartAsync();
        await AddAsync(host, "docs", modern: false);
        ElicitRequestParams? asked = null;
        await using var client = await ConnectAsync(host, Old, question =>
        {
            asked = question;
            return new ElicitResult { Action = "decline" };
        });

        var result = await CallAsync(client, "docs__ask", "yes\u202Eno");

        Assert.EndsWith("yes\\u{202e}no", asked?.Message, StringComparison.Ordinal);
        Assert.Contains("decline", Text(result), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_prompt_of_the_new_revision_may_want_input_as_well()
    {
        await using var host = await UpstreamHost.StartAsync();
        var server = await AddAsync(host, "docs", modern: true, script: new JsonObject { ["documents"] = true, ["asks"] = true });
        await using var client = await ConnectAsync(host, Modern, _ => Accept("Ada"));

        var prompt = await client.GetPromptAsync("docs__sum");

        Assert.Equal("Sum it up.", Assert.IsType<TextContentBlock>(Assert.Single(prompt.Messages).Content).Text);
        Assert.Equal("prompt 1", (string?)server.Requests("prompts/get")[1]["params"]!["requestState"]);
    }

    [Theory]
    [InlineData(Old)]
    [InlineData(Modern)]
    public async Task Where_a_call_needs_a_yes_the_servers_question_comes_after_it_and_its_answer_is_kept_over_the_next_yes(string revision)
    {
        await using var host = await UpstreamHost.StartAsync();
        // Nobody vouches for this one, so each round is asked about.
        var server = await AddAsync(host, "docs", revision == Modern, entry => entry.Remove("trust"));
        await host.AcceptAsync("docs");
        var asked = new List<string>();
        await using var client = await ConnectAsync(host, revision, question =>
        {
            asked.Add(question.Message.Split('\n')[0]);
            return question.RequestedSchema!.Properties.ContainsKey("decision")
                ? new ElicitResult { Action = "accept", Content = new Dictionary<string, JsonElement> { ["decision"] = JsonSerializer.SerializeToElement("allow") } }
                : Accept("Ada");
        });

        var result = await CallAsync(client, "docs__ask", "For whom?");

        Assert.Contains("Ada", Text(result), StringComparison.Ordinal);
        string[] expected = ["Allow docs__ask to run?", "The server 'docs' asks (these are its words, not Harombe's): For whom?", "Allow docs__ask to run?"];
        Assert.Equal(revision == Modern ? expected : expected[..2], asked);
        Assert.Equal(revision == Modern ? 2 : 1, server.Calls("ask").Count);
    }

    [Fact]
    public async Task What_a_person_approved_elsewhere_says_when_its_server_wants_more()
    {
        await using var host = await UpstreamHost.StartAsync();
        await AddAsync(host, "docs", modern: true, entry => entry.Remove("trust"));
        await host.AcceptAsync("docs");
        // It can be asked by the server, and not for a yes of high risk.
        await host.SendAsync("POST", "/upstreams", host.Server("docs").Entry(entry => entry["tools"] = new JsonObject { ["ask"] = new JsonObject { ["risk"] = "high" } }));
        await Eventually.BeAsync("it again", () => host.Tools().Contains("docs__ask"));
        await using var client = await ConnectAsync(host, Modern, _ => Accept("Ada"));

        var waiting = await CallAsync(client, "docs__ask", "?");
        var approval = waiting.StructuredContent!.Value.GetProperty("approval").GetString()!; // not null: it waits for one
        using var answered = await host.Owner.AnswerAsync(approval, yes: true);
        Assert.True(answered.IsSuccessStatusCode, await answered.Content.ReadAsStringAsync());
        var collected = await client.CallToolAsync("harombe_approval", new Dictionary<string, object?> { ["id"] = approval });

        Assert.Contains("wants something of you", Text(collected), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_state_is_worth_nothing_with_another_call_another_principal_or_one_character_changed()
    {
        await using var host = await UpstreamHost.StartAsync();
        var server = await AddAsync(host, "docs", modern: true);
        var (ide, other) = (await host.Owner.IssueAsync("ide", "caller", ["*"]), await host.Owner.IssueAsync("other", "caller", ["*"]));
        var state = (string)(await PostAsync(host, ide, "docs__ask", "a"))["requestState"]!; // not null: it wants input

        var results = new[]
        {
            await PostAsync(host, ide, "docs__ask", "b", state),
            await PostAsync(host, ide, "docs__sample", "a", state),
            await PostAsync(host, other, "docs__ask", "a", state),
            await PostAsync(host, ide, "docs__ask", "a", (state[0] == 'A' ? 'B' : 'A') + state[1..]),
        };
        var before = server.Requests("tools/call").Count;
        var good = await PostAsync(host, ide, "docs__ask", "a", state);

        Assert.Equal(["state.other-call", "state.other-call", "state.foreign"], results[..3].Select(result => (string?)result["structuredContent"]?["rule"]));
        Assert.Contains("[rule state.forged]", (string?)results[3]["message"], StringComparison.Ordinal);
        Assert.Equal(1, before);
        Assert.Contains("state of a", good.ToJsonString(), StringComparison.Ordinal);
        // What was never asked goes nowhere.
        Assert.DoesNotContain("stowaway", server.Received, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_that_could_be_anybodys_is_put_to_nobody()
    {
        await using var host = await UpstreamHost.StartAsync();
        var server = await AddAsync(host, "docs", modern: false);
        await using var first = await ConnectAsync(host, Old, _ => throw new InvalidOperationException("It was asked."));
        await using var second = await ConnectAsync(host, Old, _ => throw new InvalidOperationException("It was asked."));
        var waiting = CallAsync(first, "docs__progress", "");
        await Eventually.BeAsync("the first client's call", () => server.Calls("progress").Count == 1);

        var result = await CallAsync(second, "docs__ask", "?");
        server.Go();

        Assert.Contains("question.whose", Text(result), StringComparison.Ordinal);
        await waiting;
    }

    [Fact]
    public async Task With_a_connection_for_each_client_each_is_asked_its_own_and_no_more_are_made_than_the_entry_says()
    {
        await using var host = await UpstreamHost.StartAsync();
        var server = await AddAsync(host, "docs", modern: false, entry => entry["apart"] = 2);
        var asked = new System.Collections.Concurrent.ConcurrentBag<string>();
        var both = new TaskCompletionSource();
        async Task<ElicitResult> AnswerAsync(string who, ElicitRequestParams question)
        {
            asked.Add(who + question.Message[^1]);
            if (asked.Count == 2)
            {
                both.SetResult();
            }

            // Each waits until the other was asked as well.
            await both.Task;
            return Accept(who);
        }

        await using var first = await ConnectSlowAsync(host, Old, question => AnswerAsync("a", question));
        await using var second = await ConnectSlowAsync(host, Old, question => AnswerAsync("b", question));
        await using var third = await ConnectAsync(host, Old, _ => Accept("c"));

        var results = await Task.WhenAll(CallAsync(first, "docs__ask", "1").AsTask(), CallAsync(second, "docs__ask", "2").AsTask());
        var refused = await CallAsync(third, "docs__ask", "3");

        Assert.Equal(["a1", "b2"], asked.Order(StringComparer.Ordinal));
        Assert.Equal(["a", "b"], results.Select(result => (string?)JsonNode.Parse(Text(result))!["content"]!["name"]));
        Assert.Contains("upstream.apart", Text(refused), StringComparison.Ordinal);
        // The one that all share, and one each.
        Assert.Equal(3, server.Environments.Count);
    }

    [Fact]
    public async Task A_model_is_lent_to_a_server_only_where_the_operator_says_so()
    {
        await using var host = await UpstreamHost.StartAsync();
        await AddAsync(host, "stingy", modern: false);
        await AddAsync(host, "lent", modern: false, entry => (entry["sampling"], entry["roots"]) = (true, true));
        await using var client = await ConnectAsync(host, Old, _ => Accept("x"));

        var refused = await CallAsync(client, "stingy__sample", "Say hi.");
        var folders = await CallAsync(client, "stingy__folders", "");
        var sample = await CallAsync(client, "lent__sample", "Say hi.");
        var roots = await CallAsync(client, "lent__folders", "");

        Assert.Contains("question.off", Text(refused), StringComparison.Ordinal);
        Assert.Contains("sampling: true", Text(refused), StringComparison.Ordinal);
        Assert.Contains("roots: true", Text(folders), StringComparison.Ordinal);
        Assert.Contains("hi from the model", Text(sample), StringComparison.Ordinal);
        Assert.Contains("file:///project", Text(roots), StringComparison.Ordinal);
    }

    private static Task<ScriptedUpstream> AddAsync(UpstreamHost host, string name, bool modern, Action<JsonObject>? more = null, JsonObject? script = null) => host.AddAsync(
        name,
        entry =>
        {
            entry["trust"] = "trusted";
            more?.Invoke(entry);
        },
        server =>
        {
            var all = script ?? [];
            all["modern"] = modern;
            all["tools"] = new JsonArray([.. new[] { "ask", "sample", "folders", "progress" }.Select(tool => (JsonNode)new JsonObject
            {
                ["name"] = tool,
                ["description"] = $"Does {tool}.",
                ["inputSchema"] = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["text"] = new JsonObject { ["type"] = "string" } } },
                ["annotations"] = new JsonObject { ["readOnlyHint"] = true },
            })]);
            server.Say(all);
        },
        accept: false);

    private static Task<McpClient> ConnectAsync(UpstreamHost host, string revision, Func<ElicitRequestParams, ElicitResult>? answer) =>
        ConnectSlowAsync(host, revision, answer is null ? null : question => Task.FromResult(answer(question)));

    private static async Task<McpClient> ConnectSlowAsync(UpstreamHost host, string revision, Func<ElicitRequestParams, Task<ElicitResult>>? answer)
    {
        var options = new McpClientOptions { ProtocolVersion = revision };
        if (answer is not null)
        {
            options.Handlers.ElicitationHandler = async (question, _) => await answer(question!); // not null: a question has words
#pragma warning disable MCP9005 // Deprecated, and passed on all the same.
            options.Handlers.SamplingHandler = (_, _, _) => ValueTask.FromResult(new CreateMessageResult { Content = [new TextContentBlock { Text = "hi from the model" }], Model = "m", Role = Role.Assistant });
            options.Handlers.RootsHandler = (_, _) => ValueTask.FromResult(new ListRootsResult { Roots = [new Root { Uri = "file:///project" }] });
#pragma warning restore MCP9005
        }

        return await McpClient.CreateAsync(
            new HttpClientTransport(new HttpClientTransportOptions
            {
                Endpoint = new Uri(host.Owner.Url, "/mcp"),
                TransportMode = HttpTransportMode.StreamableHttp,
                AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = "Bearer " + await host.Owner.IssueAsync("ide", "caller", ["*"]) },
            }),
            options);
    }

    private static async Task<JsonNode> PostAsync(UpstreamHost host, string token, string tool, string text, string? state = null)
    {
        var more = new JsonObject { ["clientCapabilities"] = new JsonObject { ["elicitation"] = new JsonObject { ["form"] = new JsonObject() } } };
        var parameters = new JsonObject();
        if (state is not null)
        {
            parameters["requestState"] = state;
            parameters["inputResponses"] = JsonNode.Parse("""{"q":{"action":"accept","content":{"name":"Ada"}},"stowaway":{"action":"accept","content":{"name":"stowaway"}}}""");
        }

        var answer = (await RawCall.SendAsync(host, token, tool, text, parameters, more))[^1];
        return answer["result"] ?? answer["error"]!; // not null: a call is answered
    }

    private static ValueTask<CallToolResult> CallAsync(McpClient client, string tool, string text) => client.CallToolAsync(tool, new Dictionary<string, object?> { ["text"] = text });

    private static ElicitResult Accept(string name) => new() { Action = "accept", Content = new Dictionary<string, JsonElement> { ["name"] = JsonSerializer.SerializeToElement(name) } };

    private static string Text(CallToolResult result) => string.Join('\n', result.Content.OfType<TextContentBlock>().Select(block => block.Text));
}
