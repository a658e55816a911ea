using System.Buffers.Text;
using System.Net;
using System.Text;
using Harombe.Core.Approvals;
using Harombe.Core.Principals;
using Harombe.Host.Access;
using Harombe.Policy.Approvals.Links;
using Microsoft.Extensions.DependencyInjection;

namespace Harombe.Attacks.Approvals;

/// <summary>Somebody has seen a link that answers a question, or would like to have one.</summary>
public sealed class LinkAttackTests : IAsyncLifetime
{
    private static readonly Principal Ann = BesiegedApprovals.Approver("ann");

    private readonly BesiegedApprovals host = BesiegedApprovals.Unstarted();

    public async Task InitializeAsync()
    {
        await host.StartAsync();
        await host.Host.Services.GetRequiredService<TokenStore>().IssueAsync(Ann, null, Owner.Id, CancellationToken.None);
    }

    public Task DisposeAsync() => host.DisposeAsync().AsTask();

    private ApprovalLinks Links => host.Host.Services.GetRequiredService<ApprovalLinks>();

    private async Task<(Approval Approval, string Token)> MadeAsync()
    {
        var approval = await host.AskedAsync(BesiegedApprovals.Request());
        return (approval, (await Links.MakeAsync(approval, Ann.Id, default)).Token);
    }

    private async Task<(HttpStatusCode Status, string Page)> PostAsync(string token, string answer = "approve")
    {
        using var http = new HttpClient { BaseAddress = host.Host.Url };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/approvals/link") { Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["t"] = token, ["answer"] = answer }) };
        request.Headers.Add("Origin", host.Host.Url.GetLeftPart(UriPartial.Authority));
        using var response = await http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private async Task RefusedAsync(string rule, string token)
    {
        var (status, page) = await PostAsync(token);
        Assert.Equal(HttpStatusCode.Gone, status);
        Assert.Contains($"rule {rule}", page, StringComparison.Ordinal);
        Assert.Contains(await host.EntriesAsync("approval.link_refused"), entry => entry.GetProperty("rule").GetString() == rule);
    }

    [Fact]
    public async Task Any_number_of_links_that_were_made_up_fills_no_record()
    {
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => PostAsync(Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"apr_{i}\nann\n1\nn\ns")))));
        Assert.Equal(30, (await host.EntriesAsync("approval.link_refused")).Count);
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        await RefusedAsync("link.forged", "x");
        Assert.Equal(170, (await host.EntriesAsync("approval.link_refused"))[^1].GetProperty("unrecorded").GetInt32());
    }

    private async Task<ApprovalState?> StateAsync(Approval approval) => (await host.Approvals.FindAsync(approval.Id, default))?.State;

    [Fact]
    public async Task Looking_at_a_link_answers_nothing_however_often()
    {
        var (approval, token) = await MadeAsync();
        using var http = new HttpClient { BaseAddress = host.Host.Url };
        foreach (var query in (string[])["", "&answer=approve", "&answer=approve&reason=x"])
        {
            using var page = await http.GetAsync($"/approvals/link?t={token}{query}");
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        }

        Assert.Equal(ApprovalState.Waiting, await StateAsync(approval));
    }

    [Fact]
    public async Task A_link_used_again_also_by_many_at_once()
    {
        var (approval, token) = await MadeAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => PostAsync(token, i % 2 == 0 ? "approve" : "deny")));
        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        var stands = await StateAsync(approval);
        await RefusedAsync("link.used", token);
        // Set back in the database it answers a question that is closed.
        await host.WriteAsync("UPDATE approval_links SET used_at = NULL");
        var (status, page) = await PostAsync(token);
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains("approval.answered", page, StringComparison.Ordinal);
        Assert.Equal(stands, await StateAsync(approval));
    }

    [Fact]
    public async Task A_link_made_up_or_turned_to_another_question_another_person_or_another_time()
    {
        var (approval, token) = await MadeAsync();
        var (other, _) = await MadeAsync();
        var said = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token));
        foreach (var changed in (string[])[
            said.Replace(approval.Id.Value, other.Id.Value, StringComparison.Ordinal),
            said.Replace("\nann\n", "\nowner\n", StringComparison.Ordinal),
            said.Replace(approval.ExpiresAt.ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture), "99999999999999", StringComparison.Ordinal),
            string.Join('\n', said.Split('\n')[..4]) + "\n",
            "apr_x\nann\n1\nn\ns"])
        {
            await RefusedAsync("link.forged", Base64Url.EncodeToString(Encoding.UTF8.GetBytes(changed)));
        }

        // A row in the database makes no link.
        await host.WriteAsync($"INSERT INTO approval_links (nonce, approval, approver, made_at) VALUES ('made', '{approval.Id}', 'ann', 0)");
        await RefusedAsync("link.forged", Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{approval.Id}\nann\n{approval.ExpiresAt.ToUnixTimeMilliseconds()}\nmade\n{new string('0', 64)}")));
        Assert.Equal((ApprovalState.Waiting, ApprovalState.Waiting), (await StateAsync(approval), await StateAsync(other)));
    }

    [Fact]
    public async Task A_link_that_ended_or_whose_approver_is_none_any_more()
    {
        var (approval, token) = await MadeAsync();
        await host.Host.Services.GetRequiredService<TokenStore>().RevokeAsync("ann", Owner.Id, CancellationToken.None);
        await RefusedAsync("link.approver", token);
        Assert.Equal(ApprovalState.Waiting, await StateAsync(approval));
        host.Clock.Advance(TimeSpan.FromSeconds(120));
        await RefusedAsync("link.expired", token);
    }
}
