using System.Text;

namespace Harombe.HostTests.Access;

/// <summary>The life of a token.</summary>
public sealed class TokenTests : IAsyncLifetime
{
    private OpenHost host = null!;

    public async Task InitializeAsync() => host = await OpenHost.StartAsync();

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Theory]
    [InlineData("ide")]
    [InlineData("{id}")]
    public async Task A_revoked_token_stops_at_once_and_others_go_on(string name)
    {
        using var ide = await host.IssueAsync("ide", "caller");
        using var other = await host.IssueAsync("other", "caller");
        Assert.Equal(200, (await host.SendAsync(ide, "GET", "/chat")).Status);
        var id = (await host.Owner.GetAsync("/tokens")).EnumerateArray().First(token => token.GetProperty("principal").GetString() == "ide").GetProperty("id").GetInt64();

        var revoked = await host.SendAsync(host.Owner, "DELETE", $"/tokens/{name.Replace("{id}", $"{id}", StringComparison.Ordinal)}");

        Assert.Equal("{\"tokens\":1}", revoked.Text);
        Assert.Equal("access.token", (await host.SendAsync(ide, "GET", "/chat")).Rule);
        Assert.Equal("access.token", (await host.SendAsync(ide, "POST", "/mcp")).Rule);
        Assert.Equal(200, (await host.SendAsync(other, "GET", "/chat")).Status);
        Assert.Single(await host.Owner.AuditAsync("access.revoked"));
    }

    [Fact]
    public async Task A_turn_whose_caller_lost_its_token_does_not_go_on()
    {
        using var ide = await host.IssueAsync("ide", "caller");
        var reply = await ide.ChatAsync("write a.txt with a");
        await host.SendAsync(host.Owner, "DELETE", "/tokens/ide");

        using var yes = await host.Owner.AnswerAsync(reply.GetProperty("approvals")[0].GetProperty("approval").GetString()!, yes: true); // not null: it asks

        Assert.Equal(200, (int)yes.StatusCode);
        await Testing.Eventually.SeeAsync("the end of the turn", async () => (await host.Conversations.OpenTurnsAsync(CancellationToken.None)).Count == 0 ? "ended" : null);
        Assert.Empty(await host.Owner.AuditAsync("call.intent"));
        Assert.False(File.Exists(Path.Combine(host.Data, "workspace", "a.txt")));
    }

    [Fact]
    public async Task A_token_expires_with_its_last_day()
    {
        using var ide = await host.IssueAsync("ide", "caller", days: 2);
        host.Clock.Advance(TimeSpan.FromDays(2) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(200, (await host.SendAsync(ide, "GET", "/chat")).Status);
        host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("access.token", (await host.SendAsync(ide, "GET", "/chat")).Rule);
    }

    [Fact]
    public async Task No_token_and_no_link_stands_in_any_file_but_the_owners_own()
    {
        using var ide = await host.IssueAsync("ide", "caller");
        using var boss = await host.IssueAsync("boss", "approver");
        await ide.ChatAsync("list my tools");
        await host.SendAsync(boss, "GET", "/audit");
        var secrets = new[] { ide.Token!, boss.Token!, host.Owner.Token!, host.SignIn.Split('=')[1] }; // not null: they were issued

        var files = Directory.GetFiles(host.Data, "*", SearchOption.AllDirectories);
        Assert.Contains(files, file => file.EndsWith("state.db-wal", StringComparison.Ordinal));
        var clean = files.Where(file => Path.GetFileName(file) != "cli.token").ToDictionary(file => file, Bytes);

        foreach (var (file, bytes) in clean)
        {
            Assert.All(secrets, secret => Assert.True(bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) < 0, file));
            // Nor without the prefix, which would do as well.
            Assert.All(secrets, secret => Assert.True(bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret[^40..])) < 0, file));
        }

        // What is stored instead is there: otherwise the search above would prove nothing.
        var seals = new Harombe.Host.Access.AccessSeals(host.Data);
        Assert.All(secrets, secret => Assert.Contains(clean.Values, bytes =>
            bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Harombe.Host.Access.AccessToken.Hash(secret))) >= 0 || bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(seals.OfLink(secret))) >= 0));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(host.Data, "cli.token")));
        }
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("4711")]
    [InlineData("id")]
    [InlineData("gone")]
    public async Task Revoking_what_is_not_there_is_told(string name)
    {
        using var ide = await host.IssueAsync("ide", "caller");
        using var gone = await host.IssueAsync("gone", "caller");
        if (name == "gone")
        {
            Assert.Equal(200, (await host.SendAsync(host.Owner, "DELETE", "/tokens/gone")).Status);
        }

        var answer = await host.SendAsync(host.Owner, "DELETE", $"/tokens/{name}");

        Assert.Equal((404, "token.unknown"), (answer.Status, answer.Rule));
        Assert.Contains("harombe token list", answer.Text, StringComparison.Ordinal);
        Assert.Equal(200, (await host.SendAsync(ide, "GET", "/chat")).Status);
    }

    [Fact]
    public async Task A_list_of_tokens_shows_none()
    {
        using var ide = await host.IssueAsync("ide", "caller");
        var list = await host.SendAsync(host.Owner, "GET", "/tokens");
        Assert.DoesNotContain("hrb_", list.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Harombe.Host.Access.AccessToken.Hash(ide.Token!), list.Text, StringComparison.Ordinal); // not null: it was issued
    }

    // The databases are open while they are read.
    private static byte[] Bytes(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
