using System.Net;
using System.Text.Json;
using Harombe.Core.Approvals;

namespace Harombe.Tests.Policy.Approvals;

public sealed class ApprovalEndpointsTests
{
    public static TheoryData<string?, string, HttpStatusCode, string> Refusals => new()
    {
        { null, """{"answer":"approve"}""", HttpStatusCode.Unauthorized, "access.token" },
        { "root", """{"answer":"approve"}""", HttpStatusCode.Forbidden, "approval.approver" },
        { "ide", """{"answer":"approve"}""", HttpStatusCode.Forbidden, "approval.approver" },
        { "other-ide", """{"answer":"approve"}""", HttpStatusCode.NotFound, "approval.unknown" },
        { "ann", """{"answer":"yes"}""", HttpStatusCode.BadRequest, "approval.body" },
        { "ann", "{}", HttpStatusCode.BadRequest, "approval.body" },
        { "ann", "null", HttpStatusCode.BadRequest, "approval.body" },
        { "ann", "", HttpStatusCode.BadRequest, "approval.body" },
        { "ann", "[1", HttpStatusCode.BadRequest, "approval.body" },
        { "ann", """{"answer":"deny","answer":"approve"}""", HttpStatusCode.BadRequest, "approval.body" },
        { "ann", """{"answer":"approve","for":"ever"}""", HttpStatusCode.BadRequest, "approval.body" },
        { "ann", """{"answer":true}""", HttpStatusCode.BadRequest, "approval.body" },
        { "ann", $$"""{"answer":"deny","reason":"{{new string('x', 1001)}}"}""", HttpStatusCode.BadRequest, "approval.reason" },
        { "ann", $$"""{"answer":"deny","reason":"{{new string('x', 1_200_000)}}"}""", HttpStatusCode.BadRequest, "approval.body" },
        { "ann", """{"answer":"approve","grant":{"session":true,"lasts":"8 hours"}}""", HttpStatusCode.BadRequest, "grant.time" },
        { "ann", """{"answer":"approve","grant":{"sesion":true}}""", HttpStatusCode.BadRequest, "approval.body" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_refused_answer_is_a_problem_with_rule_and_remedy(string? who, string body, HttpStatusCode status, string rule)
    {
        await using var site = await ApprovalSite.StartAsync();
        var approval = await site.Host.AskAsync(Calls.Of());

        using var response = await site.PostJsonAsync($"/approvals/{approval.Id}", who, body);

        await AssertProblemAsync(response, status, rule);
        Assert.Equal(ApprovalState.Waiting, (await site.Host.Approvals.FindAsync(approval.Id, default))!.State);
    }

    [Fact]
    public async Task An_approver_answers_with_json()
    {
        await using var site = await ApprovalSite.StartAsync();
        var approval = await site.Host.AskAsync(Calls.Of());

        using var response = await site.PostJsonAsync($"/approvals/{approval.Id}", "ann", """{"answer":"deny","reason":" not now "}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var stored = (await site.Host.Approvals.FindAsync(approval.Id, default))!;
        Assert.Equal((ApprovalState.Denied, AnswerChannel.Http, "not now"), (stored.State, stored.AnsweredVia, stored.AnswerReason));
        using var second = await site.PostJsonAsync($"/approvals/{approval.Id}", "ann", """{"answer":"approve"}""");
        await AssertProblemAsync(second, HttpStatusCode.Conflict, "approval.answered");
    }

    [Fact]
    public async Task An_approver_answers_with_the_form_and_is_sent_back_to_the_page()
    {
        await using var site = await ApprovalSite.StartAsync();
        var approval = await site.Host.AskAsync(Calls.Of());

        using var response = await site.PostFormAsync($"/approvals/{approval.Id}", "ann", "answer=approve", site.Origin);

        Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
        Assert.Equal($"/approvals/{approval.Id}", response.Headers.Location!.OriginalString);
        var stored = (await site.Host.Approvals.FindAsync(approval.Id, default))!;
        Assert.Equal((ApprovalState.Approved, AnswerChannel.Page), (stored.State, stored.AnsweredVia));
        using var late = await site.PostFormAsync($"/approvals/{approval.Id}", "ann", "answer=deny", site.Origin);
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Contains("Your answer was not taken.", await late.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("null")]
    [InlineData("https://evil.example")]
    [InlineData("http://127.0.0.1")]
    [InlineData("http://127.0.0.1:1")]
    [InlineData("file://")]
    public async Task A_form_from_another_origin_is_refused(string? origin)
    {
        await using var site = await ApprovalSite.StartAsync();
        var approval = await site.Host.AskAsync(Calls.Of());

        using var response = await site.PostFormAsync($"/approvals/{approval.Id}", "ann", "answer=approve", origin);

        await AssertProblemAsync(response, HttpStatusCode.Forbidden, "approval.origin");
        Assert.Equal(ApprovalState.Waiting, (await site.Host.Approvals.FindAsync(approval.Id, default))!.State);
    }

    [Fact]
    public async Task Json_from_a_page_of_another_origin_is_refused()
    {
        await using var site = await ApprovalSite.StartAsync();
        var approval = await site.Host.AskAsync(Calls.Of());

        using var response = await site.PostJsonAsync($"/approvals/{approval.Id}", "ann", """{"answer":"approve"}""", "https://evil.example");

        await AssertProblemAsync(response, HttpStatusCode.Forbidden, "approval.origin");
    }

    [Fact]
    public async Task An_answer_that_can_not_be_recorded_is_a_problem_and_counts_for_nothing()
    {
        await using var site = await ApprovalSite.StartAsync();
        var approval = await site.Host.AskAsync(Calls.Of());
        site.Host.Audit.Throws = _ => true;

        using var response = await site.PostJsonAsync($"/approvals/{approval.Id}", "ann", """{"answer":"approve"}""");

        await AssertProblemAsync(response, HttpStatusCode.ServiceUnavailable, "audit.unavailable");
        Assert.Equal(ApprovalState.Waiting, (await site.Host.Approvals.FindAsync(approval.Id, default))!.State);
    }

    [Fact]
    public async Task A_form_with_two_answers_is_no_answer()
    {
        await using var site = await ApprovalSite.StartAsync();
        var approval = await site.Host.AskAsync(Calls.Of());

        using var response = await site.PostFormAsync($"/approvals/{approval.Id}", "ann", "answer=deny&answer=approve", site.Origin);

        await AssertProblemAsync(response, HttpStatusCode.BadRequest, "approval.body");
    }

    [Fact]
    public async Task A_caller_sees_its_own_questions_and_an_approver_everybodys()
    {
        await using var site = await ApprovalSite.StartAsync();
        var mine = await site.Host.AskAsync(Calls.Of());
        var other = await site.Host.AskAsync(Calls.Of(by: Calls.OtherIde));

        Assert.Equal([mine.Id.Value], await IdsAsync(site, "/approvals", "ide"));
        Assert.Equal(new[] { mine.Id.Value, other.Id.Value }.Order(), (await IdsAsync(site, "/approvals?state=waiting&limit=10", "ann")).Order());
        Assert.Empty(await IdsAsync(site, "/approvals?state=denied", "ann"));
        using var hidden = await site.GetAsync($"/approvals/{other.Id}", "ide");
        await AssertProblemAsync(hidden, HttpStatusCode.NotFound, "approval.unknown");
        using var shown = await site.GetAsync($"/approvals/{other.Id}", "ann");
        var json = JsonElement.Parse(await shown.Content.ReadAsStringAsync());
        Assert.Equal("mail.send", json.GetProperty("tool").GetString());
        Assert.Equal("hello", json.GetProperty("arguments").GetProperty("text").GetString());
        Assert.False(json.TryGetProperty("nonce", out _));
    }

    [Theory]
    [InlineData("/approvals?state=maybe", "approvals.state")]
    [InlineData("/approvals?state=2", "approvals.state")]
    [InlineData("/approvals?state=unknown", "approvals.state")]
    [InlineData("/approvals?limit=0", "approvals.limit")]
    [InlineData("/approvals?limit=201", "approvals.limit")]
    [InlineData("/approvals?limit=-1", "approvals.limit")]
    [InlineData("/approvals?limit=ten", "approvals.limit")]
    public async Task A_bad_filter_is_a_problem(string path, string rule)
    {
        await using var site = await ApprovalSite.StartAsync();
        using var response = await site.GetAsync(path, "ann");
        await AssertProblemAsync(response, HttpStatusCode.BadRequest, rule);
    }

    private static async Task<List<string?>> IdsAsync(ApprovalSite site, string path, string who)
    {
        using var response = await site.GetAsync(path, who);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var json = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        return [.. json.GetProperty("approvals").EnumerateArray().Select(approval => approval.GetProperty("id").GetString())];
    }

    private static async Task AssertProblemAsync(HttpResponseMessage response, HttpStatusCode status, string rule)
    {
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        var problem = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(rule, problem.GetProperty("rule").GetString());
        Assert.NotEmpty(problem.GetProperty("remedy").GetString()!);
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
    }
}
