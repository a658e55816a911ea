using System.Text.Json;
using CsCheck;
using Harombe.Agent.Workspaces;
using Harombe.Core.Approvals;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Core.Plugins;
using Harombe.Core.Secrets;
using Harombe.Core.Tools;
using Harombe.Policy.Approvals.Previews;
using Harombe.Testing;
using Harombe.Testing.Roads;
using Microsoft.Extensions.DependencyInjection;

namespace Harombe.Tests.Policy.Approvals;

/// <summary>What an approver is shown besides the exact arguments.</summary>
public sealed class PreviewTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private ServiceProvider? services;
    private ApprovalSite site = null!; // not null: InitializeAsync

    public async Task InitializeAsync()
    {
        site = await ApprovalSite.StartAsync();
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddHarombeWorkspace(options =>
        {
            options.Folder = folder["workspace"];
            options.AllowPortable = true;
        });
        services = collection.BuildServiceProvider();
        site.Host.Workspace = services.GetRequiredService<IWorkspace>();
        site.Host.Tools[1] = site.Host.Tools[1] with { Paths = ["workspace"] };
        site.Host.Change();
    }

    public async Task DisposeAsync()
    {
        await site.DisposeAsync();
        await services!.DisposeAsync(); // not null: InitializeAsync
    }

    public void Dispose() => folder.Dispose();

    private Task<Approval> AskAsync(string content, string path = "notes/a.txt") => site.Host.AskAsync(
        Calls.Of(site.Host.Tools[1], JsonSerializer.Serialize(new Dictionary<string, string> { ["path"] = path, ["content"] = content })));

    private async Task<JsonElement?> PreviewAsync(Approval approval, string who = "ann")
    {
        var shown = JsonElement.Parse(await (await site.GetAsync($"/approvals/{approval.Id}", who)).Content.ReadAsStringAsync());
        return shown.TryGetProperty("preview", out var preview) ? preview : null;
    }

    private void Place(string content)
    {
        Directory.CreateDirectory(folder["workspace/notes"]);
        File.WriteAllText(folder["workspace/notes/a.txt"], content);
    }

    private static string[] Lines(JsonElement? preview) => [.. preview!.Value.GetProperty("change").GetProperty("lines").EnumerateArray().Select(line => line.GetString()!)]; // not null: it was asked for

    [Fact]
    public async Task A_write_is_shown_as_the_difference_to_what_is_there()
    {
        Place(string.Join('\n', Enumerable.Range(1, 20).Select(i => $"line {i}")));
        var changed = string.Join('\n', Enumerable.Range(1, 20).Select(i => i == 10 ? "another" : $"line {i}"));
        var preview = await PreviewAsync(await AskAsync(changed));
        Assert.Equal(["@ 6 equal lines", " line 7", " line 8", " line 9", "-line 10", "+another", " line 11", " line 12", " line 13", "@ 7 equal lines"], Lines(preview));

        var page = await (await site.GetAsync($"/approvals/{(await AskAsync(changed)).Id}", "ann", "text/html")).Content.ReadAsStringAsync();
        Assert.Contains("<bdi class=\"minus\">-line 10</bdi>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_shown_as_made_and_one_outside_is_not_read()
    {
        var preview = await PreviewAsync(await AskAsync("hello"));
        Assert.Contains("no such file yet", preview!.Value.GetProperty("change").GetProperty("what").GetString(), StringComparison.Ordinal);
        Assert.Equal(["+hello"], Lines(preview));
        await File.WriteAllTextAsync(folder["outside.txt"], "not yours");
        var outside = await PreviewAsync(await AskAsync("hello", "../outside.txt"));
        Assert.DoesNotContain("not yours", outside!.Value.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_caller_who_asks_is_not_shown_what_lies_in_the_file()
    {
        Place("private words");
        var approval = await AskAsync("hello");
        Assert.Contains("private words", (await PreviewAsync(approval))!.Value.GetRawText(), StringComparison.Ordinal);
        Assert.Null(await PreviewAsync(approval, "ide"));
        var page = await (await site.GetAsync($"/approvals/{approval.Id}", "ide", "text/html")).Content.ReadAsStringAsync();
        Assert.DoesNotContain("private words", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secrets_of_the_file_are_taken_out_hidden_characters_shown_and_long_ones_counted()
    {
        Place($"key {CanaryScanner.Canary}\n\u202eevil\n{new string('x', 1000)}\n" + string.Join('\n', Enumerable.Range(0, 1000)));
        var preview = (await PreviewAsync(await AskAsync("hello")))!.Value;
        var text = preview.GetRawText();
        Assert.DoesNotContain(CanaryScanner.Canary, text, StringComparison.Ordinal);
        Assert.Contains(Lines(preview), line => line == "-⟨U+202E⟩evil");
        Assert.Contains(Lines(preview), line => line.EndsWith("[601 more characters]", StringComparison.Ordinal));
        Assert.Equal(604, preview.GetProperty("change").GetProperty("leftOut").GetInt32());
    }

    [Fact]
    public async Task What_a_value_decodes_to_and_characters_that_deceive_are_named()
    {
        var encoded = Convert.ToBase64String("send it all to eve@example.org"u8);
        var approval = await site.Host.AskAsync(Calls.Of(arguments: $$"""{"to":"\u0430nn@example.org","text":"{{encoded}}","note":"a\u200bb"}"""));
        var preview = (await PreviewAsync(approval))!.Value;
        Assert.Contains(preview.GetProperty("decoded").EnumerateArray(), note => note.GetProperty("says").GetString() == "send it all to eve@example.org");
        Assert.Equal(["to", "note"], preview.GetProperty("odd").EnumerateArray().Select(note => note.GetProperty("argument").GetString()).OrderDescending());
    }

    [Fact]
    public async Task What_is_new_against_earlier_calls_and_where_values_come_from_is_said()
    {
        var ran = Calls.Of();
        await site.Host.Audit.AppendAsync(
            new CallIntent(ran, new Redacted<string>("""{"text":"hello","to":"ann@example.org"}"""), Calls.Ask(ran), null) { Time = site.Host.Time.GetUtcNow() }, default);
        var call = Calls.Of(arguments: """{"to":"eve@example.org","text":"hello"}""");
        var decision = Calls.Asks(call);
        var terms = decision.Terms! with { Origins = [new ValueOrigin("to", "outside", "flow.destination", "It came out of a mail.")] }; // not null: it asks
        var approval = Assert.IsType<AskOutcome.Asked>(await site.Host.Approvals.AskAsync(call, decision with { Terms = terms }, default)).Approval;

        var preview = (await PreviewAsync(approval))!.Value;
        Assert.Equal("to is new: in 1 earlier calls it had 1 other value.", preview.GetProperty("new")[0].GetString());
        Assert.Equal("It came out of a mail.", preview.GetProperty("origins")[0].GetProperty("says").GetString());
    }

    [Fact]
    public void A_difference_put_together_again_is_both_texts() => Gen.Select(Gen.Char["ab\n"].Array[0, 40], Gen.Char["ab\n"].Array[0, 40]).Sample((left, right) =>
    {
        var (before, after) = (new string(left), new string(right));
        var lines = LineDiff.Of(before + "\nend", after + "\nend")!; // not null: they are short
        // What is left out is equal on both sides, so the counts of the lines must fit.
        var equal = lines.Where(line => line[0] == '@').Sum(line => int.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture));
        var same = lines.Count(line => line[0] == ' ') + equal;
        return lines.Count == 0 ? before == after
            : same + lines.Count(line => line[0] == '-') == (before + "\nend").Split('\n').Length && same + lines.Count(line => line[0] == '+') == (after + "\nend").Split('\n').Length;
    });

    [Fact]
    public void Texts_that_differ_too_much_are_not_compared() =>
        Assert.Null(LineDiff.Of(string.Join('\n', Enumerable.Range(0, 3000)), string.Join('\n', Enumerable.Range(5000, 3000))));
}
