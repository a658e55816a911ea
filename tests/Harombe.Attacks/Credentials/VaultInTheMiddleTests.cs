using Harombe.Core.Secrets;
using Harombe.Secrets.Vault;
using Harombe.Testing.Vault;
using Microsoft.AspNetCore.Http;

namespace Harombe.Attacks.Credentials;

/// <summary>Whoever can answer in Vault's place wants its token, or wants the host to choke.</summary>
public sealed class VaultInTheMiddleTests : IAsyncLifetime
{
    private BesiegedVault vault = null!; // set before each test

    public async Task InitializeAsync() => vault = await BesiegedVault.StartAsync();

    public async Task DisposeAsync() => await vault.DisposeAsync();

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Redirect_to_another_host_is_not_followed_and_the_token_stays_here(int status)
    {
        await using var thief = await VaultLineOnLoopback.StartAsync(vault.Behind);
        await using var client = vault.Client();
        vault.Line.Weather = VaultLineOnLoopback.RedirectsTo(thief.Url, status);

        var e = await Assert.ThrowsAsync<VaultException>(() => ReadAsync(client));

        Assert.Equal(VaultFault.Redirected, e.Fault);
        Assert.Contains("the token was not sent there", e.Message, StringComparison.Ordinal);
        Assert.Empty(thief.Seen);
    }

    [Fact]
    public async Task Redirect_to_a_configured_node_is_followed_with_the_token()
    {
        await using var active = await VaultLineOnLoopback.StartAsync(vault.Behind);
        vault.Options.Nodes.Add(active.Url);
        await using var client = vault.Client();
        vault.Line.Weather = VaultLineOnLoopback.RedirectsTo(active.Url);

        Assert.Equal(BesiegedVault.Value, await ReadAsync(client));
        Assert.All(active.Seen, seen => Assert.Equal(vault.Token, seen.Token));
    }

    [Theory]
    [InlineData("/v1/other/path")]
    [InlineData("//evil.example/v1/secret/harombe/github/token")]
    [InlineData("https://127.0.0.1:1/v1/secret/harombe/github/token")]
    public async Task Redirect_that_changes_the_path_the_scheme_or_the_host_is_not_followed(string location)
    {
        await using var client = vault.Client();
        vault.Line.Weather = http =>
        {
            http.Response.StatusCode = 307;
            http.Response.Headers.Location = location;
            return Task.FromResult(true);
        };

        Assert.Equal(VaultFault.Redirected, (await Assert.ThrowsAsync<VaultException>(() => ReadAsync(client))).Fault);
    }

    [Fact]
    public async Task Nodes_that_send_each_other_round_in_circles_end_it()
    {
        await using var other = await VaultLineOnLoopback.StartAsync(vault.Behind);
        vault.Options.Nodes.Add(other.Url);
        other.Weather = VaultLineOnLoopback.RedirectsTo(vault.Line.Url);
        vault.Line.Weather = VaultLineOnLoopback.RedirectsTo(other.Url);
        await using var client = vault.Client();

        Assert.Equal(VaultFault.Standby, (await Assert.ThrowsAsync<VaultException>(() => ReadAsync(client))).Fault);
        Assert.True(other.Seen.Count < 20);
    }

    [Theory]
    [InlineData("html")]
    [InlineData("huge")]
    [InlineData("endless")]
    [InlineData("deep")]
    [InlineData("many errors")]
    [InlineData("numbers")]
    [InlineData("wrong types")]
    [InlineData("bad text")]
    public async Task Answer_that_is_made_to_choke_the_reader_is_refused_within_bounds(string kind)
    {
        await using var client = vault.Client();
        // The login must go through: the answer to the read is the attack.
        await ReadAsync(client);
        vault.Line.Weather = Attack(kind);
        var before = GC.GetTotalAllocatedBytes();

        var e = await Record.ExceptionAsync(() => ReadAsync(client));

        Assert.True(e is null or VaultException, $"{e}");
        Assert.True(e is null || e.Message.Length < 1200, e?.Message);
        // Five attempts of 2 MB each, read into a buffer that doubles, and room for what other tests do meanwhile.
        Assert.True(GC.GetTotalAllocatedBytes() - before < 400L * 1024 * 1024);
    }

    [Fact]
    public async Task What_a_server_says_of_a_fault_is_one_line_and_short()
    {
        await using var client = vault.Client();
        vault.Line.Weather = VaultLineOnLoopback.Answers(400, $$"""{"errors":["first\nline\u001b[31m","{{new string('x', 5000)}}"]}""");

        var e = await Assert.ThrowsAsync<VaultException>(() => ReadAsync(client));

        Assert.DoesNotContain('\n', e.Message);
        Assert.DoesNotContain('\u001b', e.Message);
        Assert.True(e.Message.Length < 500);
    }

    [Theory]
    [InlineData("../../sys/policies/acl/root")]
    [InlineData("a/../../b")]
    [InlineData("a//b")]
    public async Task Path_that_climbs_is_a_mistake_of_ours_and_not_sent(string path)
    {
        await using var client = vault.Client();
        await Assert.ThrowsAsync<ArgumentException>(() => client.ReadAsync(path, false, CancellationToken.None).AsTask());
        Assert.Empty(vault.Line.Seen);
    }

    [Fact]
    public async Task Path_that_brings_a_query_of_its_own_asks_for_that_name_and_nothing_else()
    {
        await using var client = vault.Client();
        Assert.Null(await client.ReadAsync("secret/harombe/github/token?list=true#x", false, CancellationToken.None));
        Assert.Contains(vault.Line.Seen, seen => seen.Path.EndsWith("token%3Flist=true%23x", StringComparison.OrdinalIgnoreCase) || seen.Path.EndsWith("token?list=true#x", StringComparison.Ordinal));
        Assert.DoesNotContain(vault.Line.Seen, seen => seen.Path.EndsWith("?list=true", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("hvs.token\r\nX-Vault-Namespace: other")]
    [InlineData("hvs.token\nX: y")]
    [InlineData("hvs.töken")]
    [InlineData("hvs. token")]
    public async Task Token_that_would_begin_another_header_is_not_sent(string token)
    {
        using var secret = new Secret(System.Text.Encoding.UTF8.GetBytes(token));
        await vault.Own().WriteAsync(SecretName.Parse("vault/credential"), secret, CancellationToken.None);
        await using var client = vault.Client();

        var e = await Assert.ThrowsAsync<VaultException>(() => ReadAsync(client));

        Assert.Equal(VaultFault.Denied, e.Fault);
        Assert.DoesNotContain("hvs", e.Message, StringComparison.Ordinal);
        Assert.Empty(vault.Line.Seen);
    }

    private static Func<HttpContext, Task<bool>> Attack(string kind) => kind switch
    {
        "html" => VaultLineOnLoopback.Answers(200, "<html><form action=https://evil.example>Token: <input></form></html>", "text/html"),
        "huge" => VaultLineOnLoopback.Answers(200, $"{{\"data\":{{\"value\":\"{new string('x', 8 * 1024 * 1024)}\"}}}}"),
        "endless" => async http =>
        {
            http.Response.ContentType = "application/json";
            var piece = new byte[64 * 1024];
            Array.Fill(piece, (byte)' ');
            try
            {
                while (!http.RequestAborted.IsCancellationRequested)
                {
                    await http.Response.Body.WriteAsync(piece, http.RequestAborted);
                }
            }
            catch (Exception e) when (e is OperationCanceledException or IOException)
            {
                // It has seen through it.
            }

            return true;
        },
        "deep" => VaultLineOnLoopback.Answers(200, string.Concat(Enumerable.Repeat("[", 100_000)) + string.Concat(Enumerable.Repeat("]", 100_000))),
        "many errors" => VaultLineOnLoopback.Answers(400, $"{{\"errors\":[{string.Join(',', Enumerable.Repeat("\"no\"", 100_000))}]}}"),
        "numbers" => VaultLineOnLoopback.Answers(200, "{\"lease_duration\":1e400,\"renewable\":7,\"lease_id\":{},\"data\":{\"value\":\"x\"}}"),
        "wrong types" => VaultLineOnLoopback.Answers(200, "{\"data\":[1],\"errors\":\"no\",\"auth\":3,\"lease_duration\":-5}"),
        "bad text" => VaultLineOnLoopback.Answers(200, "{\"data\":{\"value\":\"\\ud800\"}}"),
        _ => throw new ArgumentException(kind),
    };

    private static async Task<string?> ReadAsync(VaultClient client)
    {
        using var answer = await client.ReadAsync("secret/harombe/github/token", false, CancellationToken.None);
        using var secret = answer is null ? null : VaultAnswer.SecretOf(answer.Data, "value");
        return secret?.RevealText();
    }
}
