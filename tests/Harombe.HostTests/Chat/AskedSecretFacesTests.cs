using System.Net.Http.Json;
using System.Text.Json;
using Harombe.Host.Hosting;
using Harombe.HostTests.Canaries;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Harombe.HostTests.Chat;

/// <summary>How each face of the host goes on with a call that holds a secret, once a person has answered.</summary>
public sealed class AskedSecretFacesTests
{
    [Theory]
    [InlineData("2025-06-18")]
    [InlineData("2026-07-28")]
    public async Task A_client_of_mcp_collects_the_call_after_the_yes_and_finds_it_gone_after_a_restart(string revision)
    {
        await using var host = await AskedSecretHost.StartAsync();
        var waits = await CanaryPath.McpAsync(host.Chat, revision, "lookup", new() { ["text"] = AskedSecretHost.Given });
        var approval = await host.Chat.WaitingApprovalAsync();
        var early = await CollectAsync(host.Chat, revision, approval);
        await host.Chat.AnswerAsync(approval, approve: true);
        var collected = await CollectAsync(host.Chat, revision, approval);
        var twice = await CollectAsync(host.Chat, revision, approval);
        Assert.Equal([AskedSecretHost.Given], host.Ran);
        Assert.Contains("pending", early, StringComparison.Ordinal);
        Assert.Contains("found it", collected, StringComparison.Ordinal);
        Assert.Contains("approval.spent", twice, StringComparison.Ordinal);

        await CanaryPath.McpAsync(host.Chat, revision, "lookup", new() { ["text"] = AskedSecretHost.Given });
        approval = await host.Chat.WaitingApprovalAsync();
        await host.Chat.AnswerAsync(approval, approve: true);
        await host.Chat.RestartAsync();
        var gone = await CollectAsync(host.Chat, revision, approval);

        Assert.Contains("approval.gone", gone, StringComparison.Ordinal);
        Assert.Single(host.Ran);
        await host.NowhereAsync(waits, early, collected, twice, gone);
    }

    [Fact]
    public async Task A_client_of_the_openai_api_gets_the_end_in_its_session_after_the_yes()
    {
        await using var host = await AskedSecretHost.StartAsync();
        host.Script(then: "It is done.");
        var waiting = await CompleteAsync(host.Chat, null);
        await host.Chat.AnswerAsync(await host.Chat.WaitingApprovalAsync(), approve: true);
        var end = await CompleteAsync(host.Chat, JsonElement.Parse(waiting).GetProperty("harombe_session").GetString());

        Assert.Contains("It is done.", end, StringComparison.Ordinal);
        Assert.Equal([AskedSecretHost.Given], host.Ran);
        await host.NowhereAsync(waiting, end);
    }

    // The risk of the tool alone decides whether the client may be asked: the operator has only secrets noted. The old revision holds the request, the new one sends
    // the arguments again.
    [Theory]
    [InlineData("2025-06-18")]
    [InlineData("2026-07-28")]
    public async Task Where_secrets_are_only_noted_the_client_asks_its_user_without_the_secret_and_the_call_runs_with_it(string revision)
    {
        await using var host = await AskedSecretHost.StartAsync("note");
        var asked = new List<string>();
        await using var client = await ConnectAsync(host, revision, asked);

        var result = await client.CallToolAsync("alter", new Dictionary<string, object?> { ["text"] = AskedSecretHost.Given });

        Assert.Contains("[redacted: GitHub token]", Assert.Single(asked), StringComparison.Ordinal);
        Assert.Contains("GitHub token at /text", asked[0], StringComparison.Ordinal);
        Assert.NotEqual(true, result.IsError);
        Assert.Equal([AskedSecretHost.Given], host.Ran);
        Assert.Equal(0, host.Withheld);
        await host.NowhereAsync(asked[0], JsonSerializer.Serialize(result, ModelContextProtocol.McpJsonUtilities.DefaultOptions));
    }

    [Theory]
    [InlineData("2025-06-18")]
    [InlineData("2026-07-28")]
    public async Task A_client_is_not_asked_whether_its_own_secret_may_go_and_an_approver_has_time_to_answer(string revision)
    {
        await using var host = await AskedSecretHost.StartAsync();
        var asked = new List<string>();
        await using var client = await ConnectAsync(host, revision, asked);

        var result = await client.CallToolAsync("lookup", new Dictionary<string, object?> { ["text"] = AskedSecretHost.Given });

        Assert.Empty(asked);
        Assert.Contains("\"pending\"", result.StructuredContent?.GetRawText(), StringComparison.Ordinal);
        var question = await host.QuestionAsync(await host.Chat.WaitingApprovalAsync());
        Assert.True(question.GetProperty("expiresAt").GetDateTimeOffset() - question.GetProperty("askedAt").GetDateTimeOffset() > TimeSpan.FromMinutes(10));
        Assert.Empty(host.Ran);
    }

    // A client that says yes to whatever it is asked.
    private static async Task<McpClient> ConnectAsync(AskedSecretHost host, string revision, List<string> asked)
    {
        var options = new McpClientOptions { ProtocolVersion = revision };
        options.Handlers.ElicitationHandler = (question, _) =>
        {
            asked.Add(JsonSerializer.Serialize(question, ModelContextProtocol.McpJsonUtilities.DefaultOptions));
            return ValueTask.FromResult(new ElicitResult { Action = "accept", Content = new Dictionary<string, JsonElement> { ["decision"] = JsonElement.Parse("\"allow\"") } });
        };
        using var issued = await host.Chat.Client.PostAsJsonAsync("/tokens", new { principal = "ide", kind = "caller", tools = new[] { "*" }, days = 1 });
        var token = (await issued.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString();
        return await McpClient.CreateAsync(
            new HttpClientTransport(new HttpClientTransportOptions
            {
                Endpoint = new Uri(host.Chat.Services.GetRequiredService<ListeningAddress>().Url, "/mcp"),
                TransportMode = HttpTransportMode.StreamableHttp,
                AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = $"Bearer {token}" },
            }),
            options);
    }

    private static Task<string> CollectAsync(ChatHost host, string revision, string approval) => CanaryPath.McpAsync(host, revision, "harombe_approval", new() { ["id"] = approval });

    private static async Task<string> CompleteAsync(ChatHost host, string? session)
    {
        using var answer = await host.Client.PostAsJsonAsync("/v1/chat/completions", new { model = "harombe", harombe_session = session, messages = new[] { new { role = "user", content = "go" } } });
        return await answer.Content.ReadAsStringAsync();
    }
}
