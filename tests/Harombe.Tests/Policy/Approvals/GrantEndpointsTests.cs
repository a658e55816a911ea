using System.Net;
using System.Text.Json;
using Harombe.Core.Approvals;

namespace Harombe.Tests.Policy.Approvals;

/// <summary>Standing answers, changed arguments and several answers at once, over HTTP and on the pages.</summary>
public sealed class GrantEndpointsTests : IAsyncLifetime
{
    private ApprovalSite site = null!; // not null: InitializeAsync

    public async Task InitializeAsync() => site = await ApprovalSite.StartAsync();

    public async Task DisposeAsync() => await site.DisposeAsync();

    private async Task<Approval> AskAsync(string path = "notes/a.txt")
    {
        var call = Calls.Of(site.Host.Tools[1], $$"""{"content":"hi","path":"{{path}}"}""") with { Session = new Core.Calls.SessionId("ses_1") };
        return Assert.IsType<AskOutcome.Asked>(await site.Host.Approvals.AskAsync(call, Calls.Asks(call), default)).Approval;
    }

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonElement.Parse(text);
    }

    [Fact]
    public async Task A_pattern_is_proposed_confirmed_listed_and_taken_back()
    {
        await AskAsync("notes/old.txt");
        var approval = await AskAsync();
        const string Terms = "\"lasts\":\"8h\",\"pattern\":{\"path\":{\"within\":\"notes\"},\"content\":{\"any\":true}}";

        var shown = await JsonAsync(await site.PostJsonAsync($"/approvals/{approval.Id}/proposal", "ann", $"{{{Terms}}}"));
        Assert.Equal("notes/old.txt", shown.GetProperty("wouldAlso")[0].GetProperty("arguments").GetProperty("path").GetString());
        var given = await JsonAsync(await site.PostJsonAsync(
            $"/approvals/{approval.Id}", "ann", $$$"""{"answer":"approve","grant":{{{{Terms}}},"confirm":"{{{shown.GetProperty("confirm").GetString()}}}"}}"""));
        var grant = given.GetProperty("grant").GetProperty("id").GetString()!;

        Assert.Equal(grant, (await JsonAsync(await site.GetAsync("/approvals/grants", "ide"))).GetProperty("grants")[0].GetProperty("id").GetString());
        Assert.Equal(0, (await JsonAsync(await site.GetAsync("/approvals/grants", "other-ide"))).GetProperty("grants").GetArrayLength());
        using var foreign = await site.PostFormAsync($"/approvals/grants/{grant}/revoke", "ann", "revoke=yes", "https://elsewhere.example");
        Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode);
        using var own = await site.PostJsonAsync($"/approvals/grants/{grant}/revoke", "ide", "{}");
        Assert.Equal(HttpStatusCode.Forbidden, own.StatusCode);
        using var revoked = await site.PostFormAsync($"/approvals/grants/{grant}/revoke", "bob", "revoke=yes", site.Origin);
        Assert.Equal(HttpStatusCode.SeeOther, revoked.StatusCode);
        Assert.Contains("taken back", await (await site.GetAsync("/approvals/grants", "ann", "text/html")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(["given", "revoked"], site.Host.Audit.Grants);
    }

    [Fact]
    public async Task On_the_page_a_pattern_is_shown_before_its_button_is_there()
    {
        var approval = await AskAsync();
        var page = await (await site.GetAsync($"/approvals/{approval.Id}", "ann", "text/html")).Content.ReadAsStringAsync();
        Assert.Contains("Approve for this session", page, StringComparison.Ordinal);

        var pattern = Uri.EscapeDataString("""{"path":{"within":"notes"},"content":{"any":true}}""");
        var shown = await (await site.PostFormAsync($"/approvals/{approval.Id}", "ann", $"answer=propose&reach=pattern&pattern={pattern}", site.Origin)).Content.ReadAsStringAsync();
        Assert.Contains("path lies within notes", shown, StringComparison.Ordinal);
        Assert.Equal(ApprovalState.Waiting, (await site.Host.Approvals.FindAsync(approval.Id, default))!.State);

        var confirm = shown.Split("name=\"confirm\" value=\"")[1].Split('"')[0];
        using var late = await site.PostFormAsync($"/approvals/{approval.Id}", "ann", $"answer=approve&reach=pattern&pattern={pattern}&confirm=aa", site.Origin);
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        using var yes = await site.PostFormAsync($"/approvals/{approval.Id}", "ann", $"answer=approve&reach=pattern&pattern={pattern}&confirm={confirm}", site.Origin);
        Assert.Equal(HttpStatusCode.SeeOther, yes.StatusCode);
        Assert.Equal(["given"], site.Host.Audit.Grants);
    }

    [Fact]
    public async Task Changed_arguments_are_taken_with_the_answer()
    {
        var approval = await AskAsync();
        var answered = await JsonAsync(await site.PostJsonAsync($"/approvals/{approval.Id}", "ann", """{"answer":"approve","arguments":{"content":"hi","path":"notes/b.txt"}}"""));
        Assert.Equal("notes/b.txt", answered.GetProperty("edited").GetProperty("path").GetString());
        Assert.Contains("What the person put in their place", await (await site.GetAsync($"/approvals/{approval.Id}", "ann", "text/html")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_are_answered_together_each_by_itself()
    {
        var (one, two) = (await AskAsync("a"), await AskAsync("b"));
        await site.Host.Approvals.AnswerAsync(two.Id, Calls.No(), default);

        var body = $$"""{"ids":["{{one.Id}}","{{two.Id}}","apr_none","{{one.Id}}"],"answer":"approve"}""";
        var answers = (await JsonAsync(await site.PostJsonAsync("/approvals", "ann", body))).GetProperty("answers");

        Assert.Equal(["approved", "denied", "unknown"], answers.EnumerateArray().Select(answer => answer.GetProperty("state").GetString()));
        Assert.Equal("approval.answered", answers[1].GetProperty("rule").GetString());
        using var none = await site.PostJsonAsync("/approvals", "ann", """{"ids":[],"answer":"approve"}""");
        Assert.Equal(HttpStatusCode.BadRequest, none.StatusCode);
        using var foreign = await site.PostFormAsync("/approvals", "ann", $"id={one.Id}&answer=approve", "https://elsewhere.example");
        Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode);
    }

    [Fact]
    public async Task Alike_calls_are_one_question_on_the_page_with_the_arguments_of_each()
    {
        var (one, two) = (await AskAsync("a"), await AskAsync("b"));
        var page = await (await site.GetAsync("/approvals?state=waiting", "ann", "text/html")).Content.ReadAsStringAsync();
        Assert.Contains("2 alike calls", page, StringComparison.Ordinal);

        using var yes = await site.PostFormAsync("/approvals", "ann", $"id={one.Id}&id={two.Id}&answer=approve", site.Origin);
        Assert.Equal(HttpStatusCode.SeeOther, yes.StatusCode);
        Assert.Equal(2, (await site.Host.Approvals.ListAsync(ApprovalState.Approved, null, 10, default)).Count);
    }
}
