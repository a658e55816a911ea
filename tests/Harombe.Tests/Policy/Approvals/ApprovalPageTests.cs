using System.Net;
using System.Text.Json;
using CsCheck;
using Harombe.Core.Approvals;
using Harombe.Core.Tools;
using Harombe.Policy.Approvals.Channels.Pages;

namespace Harombe.Tests.Policy.Approvals;

public sealed class ApprovalPageTests
{
    [Fact]
    public async Task The_page_shows_what_would_run_and_lets_nothing_else_in()
    {
        await using var site = await ApprovalSite.StartAsync();
        var approval = await site.Host.AskAsync(Calls.Of(arguments: """{"to":"ann\u202e@example.org","text":"</pre><script>alert(1)</script>\n\"to\": \"bob\""}"""));

        using var response = await site.GetAsync($"/approvals/{approval.Id}", "ann", "text/html");
        var html = await response.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain('\u202e', html);
        Assert.Contains("U+202E", html, StringComparison.Ordinal);
        Assert.Contains("\\&quot;to\\&quot;: \\&quot;bob\\&quot;", html, StringComparison.Ordinal);
        Assert.Contains("""<span class="risk high">high</span>""", html, StringComparison.Ordinal);
        Assert.Contains("value=\"approve\"", html, StringComparison.Ordinal);
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        var nonce = policy.Split("'nonce-")[1].Split('\'')[0];
        Assert.Equal($"default-src 'none'; style-src 'nonce-{nonce}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'", policy);
        Assert.Contains($"<style nonce=\"{nonce}\">", html, StringComparison.Ordinal);
        Assert.Equal("same-origin", response.Headers.GetValues("Referrer-Policy").Single());
        Assert.True(response.Headers.CacheControl!.NoStore);
        KeepForLooking("approval.html", html);
    }

    [Fact]
    public async Task Who_may_not_answer_gets_the_reason_and_no_buttons()
    {
        await using var site = await ApprovalSite.StartAsync();
        var approval = await site.Host.AskAsync(Calls.Of());

        using var response = await site.GetAsync($"/approvals/{approval.Id}", "ide", "text/html");
        var html = await response.Content.ReadAsStringAsync();

        Assert.DoesNotContain("<button", html, StringComparison.Ordinal);
        Assert.Contains("doesn&#39;t answer questions", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_links_to_each_question_and_answers_none()
    {
        await using var site = await ApprovalSite.StartAsync();
        var approval = await site.Host.AskAsync(Calls.Of());
        await site.Host.AskAsync(Calls.Of(Calls.Tool("files.write", Risk.Medium)));

        using var response = await site.GetAsync("/approvals", "ann", "text/html");
        var html = await response.Content.ReadAsStringAsync();

        Assert.Contains($"href=\"/approvals/{approval.Id}\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<form", html, StringComparison.Ordinal);
        KeepForLooking("approvals.html", html);
    }

    [Theory]
    [InlineData(0x202E)]
    [InlineData(0x200B)]
    [InlineData(0x00AD)]
    [InlineData(0x2066)]
    [InlineData(0x3164)]
    [InlineData(0xE0041)]
    [InlineData(0xFE0F)]
    [InlineData(0x00A0)]
    [InlineData(0x2028)]
    [InlineData(0x0000)]
    [InlineData(0x001B)]
    [InlineData(0xE000)]
    public void What_has_no_shape_is_shown_by_its_number(int codePoint) =>
        Assert.Contains($">U+{codePoint:X4}<", VisibleHtml.Of(char.ConvertFromUtf32(codePoint)), StringComparison.Ordinal);

    [Fact]
    public void Ordinary_writing_stays_readable() => Assert.Equal("Grüße, שלום 你好 🙂", VisibleHtml.Of("Grüße, שלום 你好 🙂"));

    [Fact]
    public void No_text_becomes_markup() => Gen.String[Gen.Char["<>&\"'ab\u202e\n\\ "], 0, 40].Sample(text =>
    {
        var html = ArgumentsHtml.Of(JsonSerializer.SerializeToElement(new Dictionary<string, string> { [text] = text }));
        var tags = System.Text.RegularExpressions.Regex.Matches(html, "<[^>]*>").Select(match => match.Value);
        Assert.All(tags, tag => Assert.Matches("^</?(bdi|span)( class=\"(key|text|esc|odd)\")?( title=\"[a-z ]+\")?>$", tag));
    });

    // For a look with a browser: HAROMBE_KEEP_PAGES names a folder.
    private static void KeepForLooking(string name, string html)
    {
        if (Environment.GetEnvironmentVariable("HAROMBE_KEEP_PAGES") is { Length: > 0 } folder)
        {
            File.WriteAllText(Path.Combine(folder, name), html);
        }
    }
}
