using System.Net.Http.Json;
using System.Text.Json;
using Harombe.HostTests.Chat;

namespace Harombe.HostTests.Commands;

/// <summary>What the record of a real host says of a policy.</summary>
public sealed class PolicyHistoryTests
{
    private static async Task<JsonElement> JsonAsync(HttpResponseMessage response)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync();
            Assert.True(response.IsSuccessStatusCode, text);
            return JsonElement.Parse(text);
        }
    }

    private static async Task WriteAsync(ChatHost host, string path, bool approve = true)
    {
        host.Script.Tool("files_write", $$"""{"path":"{{path}}","content":"hi"}""");
        host.Script.Text("Done.");
        var asked = await host.SayAsync("do it");
        using var watch = await host.WatchAsync(asked.Session, asked.Events[^1].Id);
        await host.AnswerAsync(asked.Approval, approve);
        await ServerEvents.ReadAllAsync(watch);
    }

    [Fact]
    public async Task The_decisions_of_the_record_come_out_the_same_by_the_policy_that_made_them_and_otherwise_by_another()
    {
        await using var host = await ChatHost.StartAsync();
        host.Script.Tool("clock_now", "{}");
        host.Script.Text("Late.");
        await host.SayAsync("what time is it");
        await WriteAsync(host, "notes/a.txt");
        await WriteAsync(host, "b.txt", approve: false);

        var same = await JsonAsync(await host.Client.PostAsJsonAsync("/policy/replay", new { days = 1 }));
        Assert.True(same.GetProperty("decisions").GetInt32() >= 5, same.GetRawText());
        Assert.Equal(same.GetProperty("decisions").GetInt32(), same.GetProperty("same").GetInt32());

        var other = new { days = 1, files = new[] { new { name = "p.yaml", content = "rules: [ { name: no-writing, effect: deny, match: { tool: files.write } } ]" } } };
        var changes = (await JsonAsync(await host.Client.PostAsJsonAsync("/policy/replay", other))).GetProperty("changes");
        Assert.Equal(("files.write", "ask", "deny", "no-writing"), (Text(changes[0], "tool"), Text(changes[0], "from"), Text(changes[0], "to"), Text(changes[0], "toRule")));
        var usage = (await JsonAsync(await host.Client.GetAsync("/policy/usage?days=1"))).GetProperty("rules");
        Assert.True(usage.TryGetProperty("default.reading", out _), usage.GetRawText());
        using var broken = await host.Client.PostAsJsonAsync("/policy/replay", new { files = new[] { new { name = "p.yaml", content = "rules: [ { name: x } ]" } } });
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, broken.StatusCode);
    }

    [Fact]
    public async Task A_rule_is_suggested_for_what_was_always_answered_yes_and_never_after_a_no()
    {
        await using var host = await ChatHost.StartAsync();
        foreach (var name in (string[])["a", "b", "c", "d", "e"])
        {
            await WriteAsync(host, $"notes/{name}.txt");
        }

        var rule = (await JsonAsync(await host.Client.GetAsync("/policy/suggestions?days=1"))).GetProperty("suggestions")[0];
        Assert.Equal(("files.write", 5), (Text(rule, "tool"), rule.GetProperty("questions").GetInt32()));
        Assert.Contains("within: 'notes'", Text(rule, "yaml"), StringComparison.Ordinal);
        Assert.Contains("effect: allow", Text(rule, "yaml"), StringComparison.Ordinal);

        await WriteAsync(host, "notes/f.txt", approve: false);
        Assert.Equal(0, (await JsonAsync(await host.Client.GetAsync("/policy/suggestions?days=1"))).GetProperty("suggestions").GetArrayLength());
    }

    [Fact]
    public async Task A_start_with_another_configuration_says_which_keys_differ_and_one_with_the_same_says_nothing()
    {
        await using var host = await ChatHost.StartAsync();
        await host.RestartAsync();
        var entries = (await JsonAsync(await host.Client.GetAsync("/audit?kind=config.&limit=10"))).GetProperty("entries");
        Assert.Equal("config.loaded", Assert.Single(entries.EnumerateArray()).GetProperty("entry").GetProperty("kind").GetString());
        var policies = (await JsonAsync(await host.Client.GetAsync("/audit?kind=policy.&limit=10"))).GetProperty("entries");
        Assert.Single(policies.EnumerateArray());
    }

    private static string? Text(JsonElement of, string name) => of.GetProperty(name).GetString();
}
