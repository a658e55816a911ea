using System.Diagnostics;
using Harombe.Core.Calls;
using Harombe.Core.Secrets;
using Harombe.Core.Tools;
using Harombe.Secrets.Vault;
using Harombe.Testing;
using Harombe.Testing.Roads;
using Harombe.Testing.Vault;
using Harombe.Tests.Secrets.Leases;
using Microsoft.AspNetCore.Http;

namespace Harombe.Tests.Secrets.Vault;

/// <summary>Vault down, sealed, slow, flapping, foreign: calls refuse with the cause, nothing hangs beyond its deadline, and all is well again without a restart.</summary>
public sealed class VaultWeatherTests : IAsyncLifetime, IDisposable
{
    private readonly LeaseSite leases = new();
    private VaultSite site = null!; // set before each test
    private VaultOptions options = null!; // likewise
    private Road road = null!; // likewise
    private string? seen;

    public async Task InitializeAsync()
    {
        site = await VaultSite.StartAsync();
        options = await site.OptionsAsync(options => options.Rest = TimeSpan.FromMilliseconds(500));
        await site.AskAsync(HttpMethod.Post, $"{site.Mine}-kv2/data/harombe/github/token", new { data = new { value = "correct horse battery" } });
        await leases.Store.Store("vault/credential", (await site.Own.Read("vault/credential"))!); // not null: just stored
        road = leases.Road(
            "github/token!",
            (invocation, _) =>
            {
                using var value = invocation.Lease!.Reveal(SecretName.Parse("github/token")); // not null: it is declared
                seen = value?.RevealText();
                return ValueTask.FromResult<ToolOutcome>(ToolContent.OfText("done", default));
            },
            secrets => (secrets.Vault, secrets.VaultOnly) = (options, true));
    }

    public async Task DisposeAsync() => await site.DisposeAsync();

    public void Dispose() => leases.Dispose();

    [Theory]
    [InlineData("sealed", "Vault is sealed")]
    [InlineData("uninitialised", "was never initialised")]
    [InlineData("cut before the answer", "broke off")]
    [InlineData("cut in the answer", "broke off")]
    [InlineData("behind", "behind the others")]
    [InlineData("limited", "takes no more requests")]
    [InlineData("disaster secondary", "a standby that doesn't serve it (472)")]
    [InlineData("performance standby", "a standby that doesn't serve it (473)")]
    [InlineData("failing", "answers 500")]
    [InlineData("html", "it is text/html")]
    [InlineData("no json", "no JSON that Vault would send")]
    [InlineData("huge", "larger than")]
    [InlineData("deep", "no JSON that Vault would send")]
    [InlineData("list", "no JSON that Vault would send")]
    public async Task Call_is_refused_with_the_cause_in_time_and_runs_again_when_the_weather_is_better(string weather, string cause)
    {
        Assert.IsType<CallResult.Completed>(await road.CallAsync(LeaseSite.Tool));
        seen = null;

        site.Line.Weather = Weather(weather);
        var reason = await RefusedInTimeAsync();

        Assert.Equal("lease.unavailable", reason.Rule);
        Assert.Contains(cause, reason.Message, StringComparison.Ordinal);
        Assert.Contains("secret://github/token", reason.Message, StringComparison.Ordinal);
        Assert.Null(seen);
        Assert.Equal(0, await leases.OpenAsync());

        site.Line.Weather = _ => Task.FromResult(false);
        await BetterAsync();
    }

    [Fact]
    public async Task Vault_that_never_answers_is_not_waited_for_beyond_the_deadline()
    {
        (options.Timeout, options.AttemptTimeout) = (TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(250));
        site.Line.Weather = site.Line.IsSilent();

        Assert.Contains("didn't answer in time", (await RefusedInTimeAsync()).Message, StringComparison.Ordinal);

        site.Line.Weather = _ => Task.FromResult(false);
        await BetterAsync();
    }

    [Fact]
    public async Task Vault_that_is_down_is_named_with_its_address()
    {
        var gone = await VaultLineOnLoopback.StartAsync(site.Line.Url);
        options.Address = gone.Url;
        await gone.DisposeAsync();

        Assert.Contains($"Nobody answers at {options.Address.Authority}", (await RefusedInTimeAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_other_request_that_fails_is_made_up_for_by_the_next()
    {
        var count = 0;
        site.Line.Weather = http => Interlocked.Increment(ref count) % 2 == 1 ? VaultLineOnLoopback.Answers(503, "{\"errors\":[\"Vault is sealed\"]}")(http) : Task.FromResult(false);

        for (var i = 0; i < 5; i++)
        {
            Assert.IsType<CallResult.Completed>(await road.CallAsync(LeaseSite.Tool));
        }
    }

    [Fact]
    public async Task Vault_that_failed_too_often_is_left_alone_and_then_asked_again()
    {
        site.Line.Weather = VaultLineOnLoopback.Answers(500);
        Reason reason;
        do
        {
            reason = await RefusedInTimeAsync();
        }
        while (!reason.Message.Contains("failed too often", StringComparison.Ordinal));
        Assert.Contains("The last cause: Vault answers 500", reason.Message, StringComparison.Ordinal);

        site.Line.Weather = _ => Task.FromResult(false);
        await BetterAsync();
    }

    [Fact]
    public async Task Token_that_ends_in_the_middle_of_a_call_does_not_end_the_call()
    {
        Assert.IsType<CallResult.Completed>(await road.CallAsync(LeaseSite.Tool));
        await site.RevokeLastTokenAsync();

        Assert.IsType<CallResult.Completed>(await road.CallAsync(LeaseSite.Tool));
        Assert.Equal("correct horse battery", seen);
    }

    [Fact]
    public async Task Caller_that_hangs_up_does_not_wait_for_vault()
    {
        site.Line.Weather = site.Line.IsSilent();
        using var hangUp = new CancellationTokenSource();
        var call = road.Kernel.InvokeAsync(Road.Request(LeaseSite.Tool), hangUp.Token).AsTask();
        await Eventually.BeAsync("a request", () => site.Line.Seen.Count > 0);

        await hangUp.CancelAsync();

        Assert.Equal("call.cancelled", Assert.IsType<CallResult.Refused>(await call).Reason.Rule);
        Assert.Equal(0, await leases.OpenAsync());
    }

    private async Task<Reason> RefusedInTimeAsync()
    {
        var since = Stopwatch.GetTimestamp();
        var refused = Assert.IsType<CallResult.Refused>(await road.CallAsync(LeaseSite.Tool));
        // A minute, not the deadline of a second: a machine may be slow, but what hangs hangs for ever.
        Assert.True(Stopwatch.GetElapsedTime(since) < TimeSpan.FromMinutes(1));
        return refused.Reason;
    }

    private async Task BetterAsync()
    {
        await Eventually.SeeAsync("a call that runs", async () => await road.CallAsync(LeaseSite.Tool) as CallResult.Completed);
        Assert.Equal("correct horse battery", seen);
    }

    private Func<HttpContext, Task<bool>> Weather(string name) => name switch
    {
        "sealed" => VaultLineOnLoopback.Answers(503, "{\"errors\":[\"Vault is sealed\"]}"),
        "uninitialised" => VaultLineOnLoopback.Answers(501, "{\"errors\":[]}"),
        "cut before the answer" => VaultLineOnLoopback.Cuts(midway: false),
        "cut in the answer" => VaultLineOnLoopback.Cuts(midway: true),
        "behind" => VaultLineOnLoopback.Answers(412, "{\"errors\":[\"required index state not present\"]}"),
        "limited" => VaultLineOnLoopback.Answers(429, "{\"errors\":[\"request path: rate limit quota exceeded\"]}"),
        "disaster secondary" => VaultLineOnLoopback.Answers(472),
        "performance standby" => VaultLineOnLoopback.Answers(473),
        "failing" => VaultLineOnLoopback.Answers(500, "{\"errors\":[\"internal error\"]}"),
        "html" => VaultLineOnLoopback.Answers(200, "<html>Please sign in</html>", "text/html"),
        "no json" => VaultLineOnLoopback.Answers(200, "{\"data\":"),
        "huge" => VaultLineOnLoopback.Answers(200, $"{{\"data\":\"{new string('x', 3 * 1024 * 1024)}\"}}"),
        "deep" => VaultLineOnLoopback.Answers(200, string.Concat(Enumerable.Repeat("{\"data\":", 5000)) + "1" + new string('}', 5000)),
        "list" => VaultLineOnLoopback.Answers(200, "[1,2,3]"),
        _ => throw new ArgumentException(name),
    };
}
