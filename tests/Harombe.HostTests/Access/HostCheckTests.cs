using Harombe.Host.Access;
using Microsoft.AspNetCore.Http;

namespace Harombe.HostTests.Access;

public sealed class HostCheckTests
{
    private static readonly HostCheck Check = new(["harombe.home", "192.168.7.7"], ["https://pages.example"]);

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:8000")]
    [InlineData("127.0.0.1:1")]
    [InlineData("localhost")]
    [InlineData("LocalHost:8000")]
    [InlineData("[::1]")]
    [InlineData("[::1]:8000")]
    [InlineData("harombe.home")]
    [InlineData("HAROMBE.home:8000")]
    [InlineData("192.168.7.7:8000")]
    public void Our_own_names_are_taken(string host) => Assert.Null(Check.Refuse("http", new HostString(host), null));

    [Theory]
    [InlineData("", "no name")]
    [InlineData("evil.com", "a name that rebinding points here")]
    [InlineData("127.0.0.1.evil.com", "ours in front")]
    [InlineData("127.0.0.1.nip.io:8000", "a public name of the loopback address")]
    [InlineData("localhost.evil.com", "ours in front")]
    [InlineData("evil.com.localhost", "resolves here in some browsers")]
    [InlineData("evil.localhost:8000", "resolves here in some browsers")]
    [InlineData("localhost.localdomain", "another name")]
    [InlineData("localhost.", "trailing dot")]
    [InlineData("127.0.0.1.", "trailing dot")]
    [InlineData("harombe.home.", "trailing dot")]
    [InlineData("2130706433", "decimal")]
    [InlineData("0x7f000001", "hexadecimal")]
    [InlineData("0177.0.0.1", "octal")]
    [InlineData("127.1", "short form")]
    [InlineData("127.0.0.01", "leading zero")]
    [InlineData("127.0.0.2", "another loopback address")]
    [InlineData("0.0.0.0:8000", "any address")]
    [InlineData("[::]", "any address")]
    [InlineData("[::2]:8000", "another address")]
    [InlineData("[fe80::1]", "link-local")]
    [InlineData("192.168.7.8", "a neighbour")]
    [InlineData("169.254.169.254", "metadata")]
    [InlineData("①②⑦.⓪.⓪.①", "digits that look like it")]
    [InlineData("user@127.0.0.1", "user information")]
    [InlineData("127.0.0.1@evil.com", "user information")]
    [InlineData("127.0.0.1,evil.com", "two")]
    [InlineData("127.0.0.1/evil.com", "a path")]
    [InlineData(" 127.0.0.1", "a space")]
    [InlineData("my.harombe.home", "below ours")]
    [InlineData("xharombe.home", "ours at the end")]
    public void Every_other_name_is_refused(string host, string why)
    {
        var reason = Check.Refuse("http", new HostString(host), null);
        Assert.True(reason?.Rule == "access.host", $"{host}: {why}");
        Assert.Contains("server.allowed_hosts", reason.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("http://127.0.0.1:8000")]
    [InlineData("HTTP://127.0.0.1:8000")]
    [InlineData("https://pages.example")]
    public void Our_own_pages_and_allowed_ones_may_call(string? origin) => Assert.Null(Check.Refuse("http", new HostString("127.0.0.1:8000"), origin));

    [Theory]
    [InlineData("null", "a sandboxed page or a file")]
    [InlineData("", "an origin that says nothing")]
    [InlineData("http://evil.com", "another site")]
    [InlineData("https://127.0.0.1:8000", "another scheme")]
    [InlineData("http://127.0.0.1:8001", "another port")]
    [InlineData("http://127.0.0.1", "the default port")]
    [InlineData("http://localhost:8000", "another name than the request's")]
    [InlineData("http://127.0.0.1:8000.evil.com", "ours in front")]
    [InlineData("http://127.0.0.1:80000", "ours in front")]
    [InlineData("http://evil.com/http://127.0.0.1:8000", "ours at the end")]
    [InlineData("http://user@127.0.0.1:8000", "user information")]
    [InlineData("http://127.0.0.1:8000/", "a path")]
    [InlineData("http://127.0.0.1:8000,http://evil.com", "two")]
    [InlineData("http://pages.example", "allowed with another scheme")]
    [InlineData("https://pages.example:8443", "allowed with another port")]
    [InlineData("https://sub.pages.example", "below an allowed one")]
    [InlineData("https://pages.example.evil.com", "an allowed one in front")]
    [InlineData("chrome-extension://abcdef", "an extension")]
    [InlineData("file://", "a file")]
    public void Pages_of_others_are_refused(string origin, string why) =>
        Assert.True(Check.Refuse("http", new HostString("127.0.0.1:8000"), origin)?.Rule == "access.origin", $"{origin}: {why}");
}
