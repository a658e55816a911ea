using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Harombe.Core.Approvals;
using Harombe.HostTests.Canaries;
using Microsoft.Extensions.DependencyInjection;

namespace Harombe.HostTests.Chat;

/// <summary>A host that asks a person about found secrets, with a tool that reads and one that changes something, and a model or a client that puts such a secret into a call.</summary>
internal sealed class AskedSecretHost : IAsyncDisposable
{
    public const string Found = Canary.Foreign;
    public const string Given = $"use {Found} there";
    public const string Shown = "use [redacted: GitHub token] there";

    private readonly List<string> ran;

    private AskedSecretHost(ChatHost chat, List<string> ran) => (Chat, this.ran) = (chat, ran);

    public ChatHost Chat { get; }

    /// <summary>What the tools were told.</summary>
    public IReadOnlyList<string> Ran => ran;

    /// <summary>How many calls wait in memory.</summary>
    public int Withheld => Chat.Services.GetRequiredService<WithheldArguments>().Count;

    public static async Task<AskedSecretHost> StartAsync(string effect = "ask", string? rules = null)
    {
        var ran = new List<string>();
        Task<string> RunAsync(string text)
        {
            lock (ran)
            {
                ran.Add(text);
            }

            return Task.FromResult("found it");
        }

        return new AskedSecretHost(
            await ChatHost.StartAsync(
                [TestTools.Reading("lookup", (text, _) => RunAsync(text)), TestTools.Changing("alter", (text, _) => RunAsync(text))],
                yaml: $"scanner: {{ arguments: {effect} }}\n{(rules is null ? "" : $"policy: {{ profile: locked-down, rules: {rules} }}")}"),
            ran);
    }

    /// <summary>What the model says: this call, and a word when it has its result.</summary>
    public void Script(string tool = "lookup", string then = "done")
    {
        Chat.Script.Tool(tool, JsonSerializer.Serialize(new { text = Given }));
        Chat.Script.Text(then);
    }

    public async Task<JsonElement> QuestionAsync(string approval) => JsonElement.Parse(await ReadAsync(approval, "application/json"));

    public Task<string> PageAsync(string approval) => ReadAsync(approval, "text/html");

    /// <summary>Answers, and reads what the turn says until it stands still.</summary>
    public async Task<Talk> AnswerAsync(Talk asked, string answer, object? arguments = null)
    {
        using var watch = await Chat.WatchAsync(asked.Session, asked.Events[^1].Id);
        using var given = await Chat.Client.PostAsJsonAsync($"/approvals/{asked.Approval}", new { answer, arguments });
        Assert.True(given.IsSuccessStatusCode, await given.Content.ReadAsStringAsync());
        return new Talk(await ServerEvents.ReadAllAsync(watch));
    }

    public async Task<IReadOnlyList<JsonElement>> EntriesAsync(string kind)
    {
        var found = JsonElement.Parse(await Chat.Client.GetStringAsync($"/audit?kind={kind}&limit=10")).GetProperty("entries");
        return [.. found.EnumerateArray().Select(one => one.GetProperty("entry"))];
    }

    /// <summary>Neither the secret nor a hash that would confirm a guess of it: on the disk, in what the model was sent, or in what anybody was answered. Stops the host.</summary>
    public async Task NowhereAsync(params string[] answers)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { text = Given })));
        byte[][] needles =
        [
            .. Canary.Needles(Found), hash, .. Canary.Needles(Convert.ToHexStringLower(hash)), .. Canary.Needles(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Found)))),
        ];
        var said = new List<string>(answers);
        foreach (var path in new[] { "/audit?limit=1000", "/tools", "/approvals", "/metrics" })
        {
            said.Add(await Chat.Client.GetStringAsync(path));
        }

        var bytes = Encoding.UTF8.GetBytes(string.Join('\n', said) + string.Join('\n', Chat.Api.Requests.Select(request => request.Text)));
        Assert.DoesNotContain(needles, needle => bytes.AsSpan().IndexOf(needle) >= 0);
        await Chat.DownAsync();
        Assert.Empty(Chat.FilesHolding(needles));
    }

    public ValueTask DisposeAsync() => Chat.DisposeAsync();

    private async Task<string> ReadAsync(string approval, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/approvals/{approval}") { Headers = { { "Accept", accept } } };
        using var response = await Chat.Client.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }
}
