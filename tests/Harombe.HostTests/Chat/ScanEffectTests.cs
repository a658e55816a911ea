using System.Text.Json;

namespace Harombe.HostTests.Chat;

/// <summary>What an operator may choose for secrets that are nobody's of ours, and what stays as it is whatever was chosen.</summary>
public sealed class ScanEffectTests
{
    private const string Found = "ghp_" + "Q7vKx2Lr9TzWm4HdYb8NcPs3JfGu6aEe0iRt";
    private const string Own = "Vq83+lamp/Zk19=harbour-Xy77wQ";

    [Theory]
    [InlineData("block", null)]
    [InlineData("redact", "use [redacted: GitHub token] there")]
    [InlineData("note", $"use {Found} there")]
    public async Task Arguments_with_a_found_secret_are_refused_cleaned_or_let_through_and_recorded_each_time(string effect, string? told)
    {
        string? got = null;
        await using var host = await ChatHost.StartAsync(
            [TestTools.Reading("lookup", (text, _) => { got = text; return Task.FromResult("ok"); })], yaml: $"scanner: {{ arguments: {effect} }}");
        host.Script.Tool("lookup", JsonSerializer.Serialize(new { text = $"use {Found} there" }));
        host.Script.Text("done");

        await host.SayAsync("go");

        Assert.Equal(told, got);
        var entry = Assert.Single(await EntriesAsync(host));
        Assert.Equal("arguments", entry.GetProperty("where").GetString());
        Assert.Equal("1 × GitHub token", Assert.Single(entry.GetProperty("found").EnumerateArray()).GetString());
        Assert.Empty(host.FilesWith(Found));
    }

    [Theory]
    [InlineData("redact")]
    [InlineData("ask")]
    [InlineData("note")]
    public async Task Arguments_with_a_secret_of_ours_are_refused_whatever_was_chosen(string effect)
    {
        var ran = false;
        await using var host = await ChatHost.StartAsync(
            [TestTools.Reading("lookup", (_, _) => { ran = true; return Task.FromResult("ok"); })], yaml: $"scanner: {{ arguments: {effect} }}");
        await host.StoreAsync("door/code", Own);
        host.Script.Tool("lookup", JsonSerializer.Serialize(new { text = $"use {Own} and {Found}" }));
        host.Script.Text("done");

        await host.SayAsync("go");

        Assert.False(ran);
        Assert.Empty(host.FilesWith(Own));
    }

    [Theory]
    [InlineData("redact", "[redacted: GitHub token]")]
    [InlineData("block", "it is withheld")]
    public async Task Results_with_a_secret_lose_it_or_are_withheld(string effect, string read)
    {
        await using var host = await ChatHost.StartAsync([TestTools.Reading("lookup", (_, _) => Task.FromResult($"heron-88\nthe token is {Found}"))], yaml: $"scanner: {{ results: {effect} }}");
        host.Script.Tool("lookup", "{}");
        host.Script.Text("done");

        await host.SayAsync("go");

        var sent = host.Api.Requests[^1].Text;
        Assert.Contains(read, sent, StringComparison.Ordinal);
        Assert.Equal(effect == "redact", sent.Contains("heron-88", StringComparison.Ordinal));
        Assert.Equal("result", Assert.Single(await EntriesAsync(host)).GetProperty("where").GetString());
        Assert.Empty(host.FilesWith(Found));
    }

    private static async Task<IReadOnlyList<JsonElement>> EntriesAsync(ChatHost host)
    {
        var found = JsonElement.Parse(await host.Client.GetStringAsync("/audit?kind=scan.redacted&limit=10")).GetProperty("entries");
        return [.. found.EnumerateArray().Select(one => one.GetProperty("entry"))];
    }
}
