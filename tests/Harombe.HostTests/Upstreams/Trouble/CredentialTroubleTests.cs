using Harombe.Testing;
using Microsoft.AspNetCore.Http;
using Xunit.Abstractions;

namespace Harombe.HostTests.Upstreams.Trouble;

/// <summary>A server that takes the credential no more.</summary>
public sealed class CredentialTroubleTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task A_server_that_begins_to_refuse_the_credential_is_asked_a_few_times_and_the_cause_is_told(int status)
    {
        await using var server = await HttpUpstream.StartAsync();
        await using var host = await UpstreamHost.StartAsync();
        await server.AddAsync(host, "up");
        Assert.Equal("echo in s1", await host.TextAsync("up__echo"));

        server.Before = (http, _, _) =>
        {
            http.Response.StatusCode = status;
            http.Response.Headers.WWWAuthenticate = "Bearer resource_metadata=\"http://localhost:1/steal\"";
            return Task.FromResult(true);
        };
        var before = server.Requests;
        var reasons = new List<Core.Calls.Reason>();
        for (var i = 0; i < 100; i++)
        {
            reasons.Add(await host.ReasonAsync("up__echo"));
        }

        output.WriteLine($"100 calls, {server.Requests - before} requests; first: {reasons[0]}; last: {reasons[^1]}");
        Assert.Contains($"answers {status}: the credential is missing or not accepted", reasons[0].Message, StringComparison.Ordinal);
        Assert.Contains("harombe secrets set", reasons[0].Remedy, StringComparison.Ordinal);
        // The breaker is open, and still says why.
        Assert.Equal("upstream.down", reasons[^1].Rule);
        Assert.Contains($"answers {status}", reasons[^1].Message, StringComparison.Ordinal);
        Assert.InRange(server.Requests - before, 1, 40);
    }

    [Fact]
    public async Task A_storm_of_401_over_many_callers_at_once_is_as_bounded()
    {
        await using var server = await HttpUpstream.StartAsync();
        await using var host = await UpstreamHost.StartAsync();
        await server.AddAsync(host, "up");
        server.Before = (http, _, _) =>
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.FromResult(true);
        };
        var before = server.Requests;

        for (var wave = 0; wave < 10; wave++)
        {
            await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => host.ReasonAsync("up__echo")));
        }

        output.WriteLine($"500 calls, 50 at once: {server.Requests - before} requests");
        Assert.InRange(server.Requests - before, 1, 200);
        // As soon as it takes the credential again, so do we.
        server.Before = (_, _, _) => Task.FromResult(false);
        await Eventually.SeeAsync("an answer", async () => await host.CallAsync("up__echo") is Core.Calls.CallResult.Completed done ? done : null);
    }
}
