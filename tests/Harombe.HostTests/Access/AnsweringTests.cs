using System.Text.Json;
using Harombe.Testing;

namespace Harombe.HostTests.Access;

/// <summary>Who may answer a question.</summary>
public sealed class AnsweringTests : IAsyncLifetime
{
    private OpenHost host = null!;
    private HostApi ide = null!;
    private string approval = "";

    public async Task InitializeAsync()
    {
        host = await OpenHost.StartAsync();
        ide = await host.IssueAsync("ide", "caller");
        var reply = await ide.ChatAsync("write a.txt with a");
        approval = reply.GetProperty("approvals")[0].GetProperty("approval").GetString()!; // not null: it asks
    }

    public async Task DisposeAsync()
    {
        ide.Dispose();
        await host.DisposeAsync();
    }

    // principal, kind of its token, status, rule
    [Theory]
    [InlineData("ide", "caller", 403, "approval.approver")]
    [InlineData("other", "caller", 404, "approval.unknown")]
    [InlineData("ide", "approver", 403, "approval.own")]
    public async Task Who_asked_can_not_answer_and_neither_can_who_only_calls(string principal, string kind, int status, string rule)
    {
        using var who = await host.IssueAsync(principal, kind);
        foreach (var yes in new[] { true, false })
        {
            using var response = await who.AnswerAsync(approval, yes);
            var problem = JsonElement.Parse(await response.Content.ReadAsStringAsync());
            Assert.Equal((status, rule), ((int)response.StatusCode, problem.GetProperty("rule").GetString()));
        }

        Assert.Equal("waiting", (await host.Owner.GetAsync($"/approvals/{approval}")).GetProperty("state").GetString());
        Assert.Empty(await host.Owner.AuditAsync("call.intent"));
    }

    [Theory]
    [InlineData("owner")]
    [InlineData("boss")]
    public async Task Another_approver_answers(string principal)
    {
        using var who = principal == "owner" ? host.Owner.As(host.Owner.Token) : await host.IssueAsync(principal, "approver");
        using var response = await who.AnswerAsync(approval, yes: true);
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal(principal, (await host.Owner.GetAsync($"/approvals/{approval}")).GetProperty("answeredBy").GetString());
    }

    [Fact]
    public async Task A_caller_sees_its_own_questions_and_no_others()
    {
        using var other = await host.IssueAsync("other", "caller");
        Assert.Single(await ide.ApprovalsAsync("waiting"));
        Assert.Empty(await other.ApprovalsAsync("waiting"));
        Assert.Equal("approval.unknown", (await host.SendAsync(other, "GET", $"/approvals/{approval}")).Rule);
    }
}
