using Harombe.Testing;

namespace Harombe.HostTests.Access;

/// <summary>The one-time link, and the cookie that it gives.</summary>
public sealed class SignInTests : IAsyncLifetime
{
    private OpenHost host = null!;
    private HostApi browser = null!;

    private string Code => host.SignIn.Split('=')[1];

    public async Task InitializeAsync()
    {
        host = await OpenHost.StartAsync();
        browser = host.Owner.As(null);
    }

    public async Task DisposeAsync()
    {
        browser.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task A_link_signs_in_once()
    {
        var first = await PostAsync(Code);
        var second = await PostAsync(Code);

        Assert.Equal(200, first.Status);
        Assert.Equal(403, second.Status);
        Assert.Equal("", second.Cookies);
        Assert.Contains("harombe token link", second.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/approvals/apr_0123456789abcdef0123456789abcdef")]
    [InlineData("/no/such/page")]
    public async Task Browser_that_is_not_signed_in_is_told_how_and_a_program_is_told_as_before(string path)
    {
        using var asked = new HttpRequestMessage(HttpMethod.Get, path);
        asked.Headers.Accept.ParseAdd("text/html,application/xhtml+xml");
        using var page = await browser.SendAsync(asked);
        Assert.Equal((401, "text/html"), ((int)page.StatusCode, page.Content.Headers.ContentType?.MediaType));
        var text = await page.Content.ReadAsStringAsync();
        Assert.Contains("harombe token link", text, StringComparison.Ordinal);
        Assert.DoesNotContain(path, text, StringComparison.Ordinal);

        using var plain = new HttpRequestMessage(HttpMethod.Get, path);
        using var program = await browser.SendAsync(plain);
        Assert.Equal((401, "application/problem+json"), ((int)program.StatusCode, program.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task Of_twenty_at_once_one_signs_in()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => PostAsync(Code)));
        Assert.Single(answers, answer => answer.Status == 200);
        Assert.Single(answers, answer => answer.Cookies.Length > 0);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task Looking_at_a_link_does_not_use_it_up(string method)
    {
        var look = await host.SendAsync(browser, method, host.SignIn);
        Assert.Equal("", look.Cookies);
        Assert.Equal(200, (await PostAsync(Code)).Status);
    }

    [Fact]
    public async Task A_link_is_good_for_an_hour()
    {
        var later = (await host.SendAsync(host.Owner, "POST", "/tokens/link")).Text.Split('=')[1].TrimEnd('"', '}');
        host.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(200, (await PostAsync(Code)).Status);
        host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(403, (await PostAsync(later)).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0000000000000000000000000000000000000000")]
    [InlineData("' OR 1=1 --")]
    public async Task A_code_that_nobody_gave_signs_nobody_in(string code)
    {
        var answer = await PostAsync(code);
        Assert.Equal((403, ""), (answer.Status, answer.Cookies));
        Assert.Equal(200, (await PostAsync(Code)).Status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("http://evil.com")]
    [InlineData("null")]
    public async Task A_form_from_elsewhere_signs_nobody_in_and_leaves_the_link_good(string? origin)
    {
        var answer = await PostAsync(Code, origin);
        Assert.Equal((403, ""), (answer.Status, answer.Cookies));
        Assert.Equal(200, (await PostAsync(Code)).Status);
    }

    [Fact]
    public async Task A_code_is_shown_as_text()
    {
        var page = await host.SendAsync(browser, "GET", "/sign-in?code=%22%3E%3Cscript%3Ealert(1)%3C/script%3E");
        Assert.DoesNotContain("<script>", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cookie_is_for_this_host_and_its_own_pages_only()
    {
        var cookie = (await PostAsync(Code)).Cookies.ToLowerInvariant().Split("; ");
        Assert.StartsWith("harombe=hrb_o_", cookie[0], StringComparison.Ordinal);
        Assert.Contains("httponly", cookie);
        Assert.Contains("samesite=strict", cookie);
        Assert.Contains("path=/", cookie);
        Assert.Contains("max-age=43200", cookie);
        Assert.DoesNotContain(cookie, part => part.StartsWith("domain", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_cookie_ends_with_its_hours()
    {
        var cookie = await SignInAsync();
        host.Clock.Advance(TimeSpan.FromHours(12) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(200, (await host.SendAsync(browser, "GET", "/approvals", null, cookie)).Status);
        host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("access.token", (await host.SendAsync(browser, "GET", "/approvals", null, cookie)).Rule);
    }

    // method, origin ({0} is ours), status, rule
    [Theory]
    [InlineData("GET", null, 200, "")]
    [InlineData("POST", null, 403, "access.origin")]
    [InlineData("DELETE", null, 403, "access.origin")]
    [InlineData("POST", "http://evil.com", 403, "access.origin")]
    [InlineData("POST", "null", 403, "access.origin")]
    [InlineData("POST", "{0}", 200, "")]
    public async Task A_browser_that_changes_something_must_come_from_our_page(string method, string? origin, int status, string rule)
    {
        var cookie = await SignInAsync();
        (string, string)[] headers = origin is null ? [cookie] : [cookie, ("Origin", origin.Replace("{0}", host.Origin, StringComparison.Ordinal))];
        var path = method switch { "GET" => "/tokens", "DELETE" => "/tokens/nobody", _ => "/tokens/link" };

        var answer = await host.SendAsync(browser, method, path, null, headers);

        Assert.Equal((status, rule), (answer.Status, answer.Rule));
    }

    [Fact]
    public async Task The_cookie_is_no_way_into_mcp() =>
        Assert.Equal("access.kind", (await host.SendAsync(browser, "POST", "/mcp", null, await SignInAsync(), ("Origin", host.Origin))).Rule);

    private async Task<(string, string)> SignInAsync() => ("Cookie", (await PostAsync(Code)).Cookies.Split(';')[0]);

    private Task<Answer> PostAsync(string code) => PostAsync(code, host.Origin);

    private Task<Answer> PostAsync(string code, string? origin) => host.SendAsync(
        browser, "POST", "/sign-in", new FormUrlEncodedContent([new("code", code)]), origin is null ? [] : [("Origin", origin)]);
}
