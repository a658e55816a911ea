using Harombe.RealTests.Gateway;
using Harombe.RealTests.Processes;
using Harombe.Testing;
using Microsoft.Playwright;

namespace Harombe.RealTests.Browsers;

/// <summary>A person with a browser: from the one-time link to the answer.</summary>
public sealed class ApprovalPageTests
{
    // Would be bold, or run, if it were taken for anything but text.
    private const string Content = "<b>bold</b> <script>document.title='owned'</script>";

    [RealFact("chromium")]
    public async Task A_person_signs_in_once_reads_what_is_asked_and_says_yes()
    {
        await using var host = await HostProcess.StartAsync();
        var (session, approval) = await AskAsync(host);
        await using var browser = await Browser.StartAsync();
        var link = (await host.Program.RunAsync("token", "link")).Out.Trim();

        await SignInAsync(browser, link);
        await browser.Page.GetByRole(AriaRole.Link, new() { Name = "approvals" }).ClickAsync();
        await browser.ShootAsync("approvals");
        await browser.Page.GetByRole(AriaRole.Link).Filter(new() { HasText = "files.write" }).First.ClickAsync();
        await Assertions.Expect(browser.Page.Locator("h1")).ToHaveTextAsync("May files.write run?");
        await Assertions.Expect(browser.Page.Locator("pre")).ToContainTextAsync(Content);
        await browser.ShootAsync("approval");
        Assert.False(File.Exists(Path.Combine(host.Workspace, "page.txt")));
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Approve this call" }).ClickAsync();
        await Assertions.Expect(browser.Page.Locator("h1")).ToHaveTextAsync("The call of files.write");
        await browser.ShootAsync("approved");

        Assert.Equal("completed", (await host.Owner.EndAsync(session)).Ending);
        Assert.Equal(Content, await File.ReadAllTextAsync(Path.Combine(host.Workspace, "page.txt")));
        Assert.Equal("page", Assert.Single(await host.Owner.AuditAsync("approval.approved")).Text("via"));
        Assert.DoesNotContain("owned", await browser.Page.TitleAsync(), StringComparison.Ordinal);
        Assert.Empty(browser.Complaints);
        Assert.NotEmpty(approval);
    }

    [RealFact("chromium")]
    public async Task Enter_in_the_field_of_the_reason_sends_the_no_and_never_the_yes()
    {
        await using var host = await HostProcess.StartAsync();
        var (session, approval) = await AskAsync(host);
        await using var browser = await Browser.StartAsync(new() { ColorScheme = ColorScheme.Dark, ViewportSize = new() { Width = 360, Height = 740 } });
        await SignInAsync(browser, (await host.Program.RunAsync("token", "link")).Out.Trim());

        await browser.Page.GotoAsync(new Uri(host.Owner.Url, $"/approvals/{approval}").AbsoluteUri);
        await browser.ShootAsync("approval-narrow-dark");
        // Nothing is wider than the smallest telephone, or the buttons would be out of sight.
        Assert.True(await browser.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"));
        await browser.Page.GetByLabel("Reason for a no").FillAsync("Not into this folder.");
        await browser.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(browser.Page.Locator(".state")).ToHaveTextAsync("denied");
        await browser.ShootAsync("denied-narrow-dark");

        var (ending, answer, _) = await host.Owner.EndAsync(session);
        Assert.Equal("refused", ending);
        Assert.Contains("Not into this folder.", answer, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(host.Workspace, "page.txt")));
        Assert.Empty(browser.Complaints);
    }

    [RealFact("chromium")]
    public async Task A_link_that_was_used_signs_nobody_in_and_says_how_to_have_another()
    {
        await using var host = await HostProcess.StartAsync();
        var link = (await host.Program.RunAsync("token", "link")).Out.Trim();
        await using (var first = await Browser.StartAsync())
        {
            await SignInAsync(first, link);
        }

        await using var second = await Browser.StartAsync();
        await second.Page.GotoAsync(link);
        await second.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in as owner" }).ClickAsync();

        await Assertions.Expect(second.Page.Locator("body")).ToContainTextAsync("harombe token link");
        await second.ShootAsync("link-used");
        var answer = await second.Page.GotoAsync(new Uri(host.Owner.Url, "/approvals").AbsoluteUri);
        Assert.Equal(401, answer?.Status);
        await second.ShootAsync("not-signed-in");
    }

    private static async Task SignInAsync(Browser browser, string link)
    {
        await browser.Page.GotoAsync(link);
        await browser.ShootAsync("sign-in");
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in as owner" }).ClickAsync();
        await Assertions.Expect(browser.Page.Locator("body")).ToContainTextAsync("Signed in");
        await browser.ShootAsync("signed-in");
    }

    private static async Task<(string Session, string Approval)> AskAsync(HostProcess host)
    {
        var reply = await host.Owner.ChatAsync($"write page.txt with {Content}");
        return (reply.Text("session"), Assert.Single(reply.GetProperty("approvals").EnumerateArray()).Text("approval"));
    }
}
