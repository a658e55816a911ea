using System.Net;
using System.Net.Http.Headers;
using Harombe.Attacks.Guard;
using Harombe.Core.State;
using Harombe.Host.Access;
using Harombe.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Harombe.Attacks.Access;

/// <summary>I can write the database, by a hole in somebody's SQL or a mounted file, but I can't read the files beside it. I want to be somebody else.</summary>
public sealed class ForgedTokenTests : IAsyncLifetime
{
    private const string Mine = "hrb_o_00112233445566778899aabbccddeeff00112233";

    private readonly GuardedHost host = GuardedHost.Unstarted();

    public Task InitializeAsync() => host.StartAsync();

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task I_write_a_token_of_my_own_into_the_table()
    {
        await WriteAsync($"INSERT INTO tokens (principal, kinds, scope, hash, issued_at) VALUES ('owner', 7, '*', '{AccessToken.Hash(Mine)}', 0)");

        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(Mine, "/tokens"));
    }

    [Fact]
    public async Task I_put_my_hash_into_the_owners_row()
    {
        await WriteAsync($"UPDATE tokens SET hash = '{AccessToken.Hash(Mine)}' WHERE principal = 'owner'");

        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(Mine, "/tokens"));
    }

    [Theory]
    [InlineData("kinds = 7")]
    [InlineData("principal = 'owner'")]
    [InlineData("scope = 'files.*'")]
    [InlineData("expires_at = NULL, issued_at = 9999999999999")]
    [InlineData("seal = (SELECT seal FROM tokens WHERE principal = 'owner')")]
    [InlineData("seal = NULL")]
    public async Task I_widen_a_token_that_I_was_given(string change)
    {
        var given = await host.TokenAsync();

        await WriteAsync($"UPDATE tokens SET {change} WHERE principal = 'ide'");

        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(given, "/metrics"));
    }

    [Fact]
    public async Task I_widen_a_token_while_it_is_in_use()
    {
        var given = await host.TokenAsync();
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(given, "/tokens"));

        await WriteAsync("UPDATE tokens SET kinds = 7 WHERE principal = 'ide'");

        // What was read of it a moment ago may count for a few seconds more, but never for more than it was.
        Assert.NotEqual(HttpStatusCode.OK, await AskAsync(given, "/tokens"));
        await Eventually.SeeAsync("the end of the token", async () => await AskAsync(given, "/tokens") == HttpStatusCode.Unauthorized ? "refused" : null);
    }

    [Fact]
    public async Task I_write_a_link_to_sign_in_with()
    {
        await WriteAsync($"INSERT INTO sign_in_links (hash, expires_at) VALUES ('{AccessToken.Hash("0011")}', 9999999999999)");

        Assert.False(await host.Services.GetRequiredService<SignInLinks>().TrySpendAsync("0011", CancellationToken.None));
    }

    private ValueTask<int> WriteAsync(string sql) => host.Services.GetRequiredService<IStateStore>().WriteAsync(connection => connection.Execute(sql), CancellationToken.None);

    private async Task<HttpStatusCode> AskAsync(string token, string path)
    {
        using var http = new HttpClient { BaseAddress = host.Url };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative));
        return response.StatusCode;
    }
}
