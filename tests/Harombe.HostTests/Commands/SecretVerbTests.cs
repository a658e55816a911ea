using Harombe.Core.Secrets;
using Harombe.Host.Access;
using Harombe.Host.Commands;
using Harombe.Host.Hosting;
using Harombe.Secrets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Harombe.HostTests.Commands;

public sealed class SecretVerbTests : IDisposable
{
    private const string Value = "canary-5f0a91c2";
    private readonly CommandLineRun run = new();

    [Theory]
    [InlineData("secrets", "set", "github/token", Value)]
    [InlineData("secrets", "set", "github/token", Value, "more")]
    [InlineData("secrets", "set", "github/token", "--value", Value)]
    [InlineData("secrets", "set", "github/token", "--json", Value)]
    public async Task Value_as_an_argument_is_refused_with_the_reason_and_not_repeated(params string[] args)
    {
        Assert.Equal(ExitCode.Usage, await run.RunAsync(args));
        Assert.Contains("process list", run.Error, StringComparison.Ordinal);
        Assert.Contains("harombe secrets set", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Value, run.Out + run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(run.Data));
    }

    [Theory]
    [InlineData("sk-ant-api03-aaaaaaaaaaaaaaaaaaaaaaaa", "looks like a secret itself")]
    [InlineData("Not A Name", "not the name of a secret")]
    [InlineData("../key", "not the name of a secret")]
    public async Task Broken_name_is_refused_and_not_repeated(string name, string reason)
    {
        run.Input = Value;
        Assert.Equal(ExitCode.Usage, await run.RunAsync("secrets", "set", name));
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(name, run.Out + run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, Value + "\n")]
    [InlineData(false, Value + "\r\n")]
    [InlineData(false, Value)]
    [InlineData(true, Value)]
    public async Task Offline_it_is_stored_recorded_and_said_but_never_shown(bool person, string typed)
    {
        (run.Person, run.Hidden, run.Input) = (person, typed, typed);
        Assert.Equal(0, await run.RunAsync("secrets", "set", "github/token"));
        Assert.Contains("offline", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Value, run.Out + run.Error, StringComparison.Ordinal);
        Assert.Equal(Value, await StoredAsync("github/token"));
        Assert.Equal(0, await run.RunAsync("secrets", "list"));
        Assert.Equal("github/token\n", run.Out);
        Assert.Equal(0, await run.RunAsync("secrets", "remove", "github/token"));
        Assert.Equal(ExitCode.Failed, await run.RunAsync("secrets", "remove", "github/token"));
        Assert.Equal(0, await run.RunAsync("audit", "verify"));
        Assert.Contains("intact: 2 entries", run.Out, StringComparison.Ordinal);
        foreach (var file in Directory.GetFiles(run.Data))
        {
            Assert.DoesNotContain(Value, System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    public async Task Empty_value_is_refused(string typed)
    {
        run.Input = typed;
        Assert.Equal(ExitCode.Usage, await run.RunAsync("secrets", "set", "github/token"));
        Assert.Contains("there is no value", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_that_a_silent_host_holds_is_left_alone()
    {
        run.Input = Value;
        using var owned = DataFolder.TryOwn(run.Data);
        Assert.NotNull(owned);
        Assert.NotEqual(0, await run.RunAsync("secrets", "set", "github/token"));
        Assert.Contains(run.Data, run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(run.Data, "secrets.sealed")));
    }

    [Fact]
    public async Task Running_host_gets_the_value_in_a_body_and_the_name_in_the_path()
    {
        run.Input = Value;
        await using var host = await ImitatedHost.StartAsync(run.Data, (app, _) =>
        {
            app.MapPut("/secrets/{**name}", (string name) => Results.Json(new { stored = name }));
            app.MapGet("/secrets", () => Results.Json(new { secrets = (string[])["github/token"] }));
            app.MapDelete("/secrets/{**name}", (string name) => Results.Json(new { removed = name == "github/token" }));
        });
        Assert.Equal(0, await run.RunAsync("secrets", "set", "github/token"));
        Assert.Contains($$"""PUT /secrets/github/token {"value":"{{Value}}"}""", host.Requests);
        Assert.DoesNotContain(Value, run.Out + run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("offline", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, await run.RunAsync("secrets", "list"));
        Assert.Equal("github/token\n", run.Out);
        Assert.Equal(0, await run.RunAsync("secrets", "remove", "github/token"));
        Assert.Equal(ExitCode.Failed, await run.RunAsync("secrets", "remove", "other"));
    }

    [Fact]
    public async Task Import_offers_by_name_and_takes_what_is_confirmed()
    {
        run.Environment["ANTHROPIC_API_KEY"] = Value;
        run.Environment["GH_TOKEN"] = "canary-other";
        run.Environment["HOMEBREW_TOKEN"] = "canary-unknown";
        Assert.Equal(ExitCode.Usage, await run.RunAsync("secrets", "import"));
        Assert.Contains("harombe secrets import --all", run.Error, StringComparison.Ordinal);
        (run.Person, run.Input) = (true, "n\ny\n");
        Assert.Equal(0, await run.RunAsync("secrets", "import"));
        Assert.DoesNotContain("canary", run.Out + run.Error, StringComparison.Ordinal);
        Assert.Null(await StoredAsync("anthropic/api_key"));
        Assert.Equal("canary-other", await StoredAsync("github/token"));
        Assert.Equal(0, await run.RunAsync("secrets", "import", "--all"));
        Assert.Equal(Value, await StoredAsync("anthropic/api_key"));
    }

    [Fact]
    public async Task Listing_names_what_is_quarantined_beside_the_names_that_a_script_reads()
    {
        await using var host = await ImitatedHost.StartAsync(run.Data, (app, _) =>
            app.MapGet("/secrets", () => Results.Json(new { secrets = (string[])["github/token", "other/key"], quarantined = (string[])["other/key"] })));
        Assert.Equal(0, await run.RunAsync("secrets", "list"));
        Assert.Equal("github/token\nother/key\n", run.Out);
        Assert.Contains("quarantined in an emergency, leased to nobody until it has another value: other/key", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_of_all_keeps_what_is_stored_already_and_asks_before_it_replaces_one()
    {
        run.Environment["GH_TOKEN"] = Value;
        run.Input = "canary-kept";
        await run.RunAsync("secrets", "set", "github/token");
        Assert.Equal(0, await run.RunAsync("secrets", "import", "--all"));
        Assert.Contains("kept github/token", run.Error, StringComparison.Ordinal);
        Assert.Equal("canary-kept", await StoredAsync("github/token"));
        (run.Person, run.Input) = (true, "y\n");
        Assert.Equal(0, await run.RunAsync("secrets", "import"));
        Assert.Contains("in the place of the one that is stored", run.Error, StringComparison.Ordinal);
        Assert.Equal(Value, await StoredAsync("github/token"));
    }

    [Fact]
    public async Task Listing_without_a_host_does_not_speak_of_a_change()
    {
        Assert.Equal(0, await run.RunAsync("secrets", "list"));
        Assert.Contains("read directly", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("changed", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sealed_file_without_its_key_names_rule_and_remedy_for_programs_too()
    {
        run.Input = Value;
        await run.RunAsync("secrets", "set", "github/token");
        File.Delete(Path.Combine(run.Data, "secrets.key"));
        Assert.Equal(ExitCode.Failed, await run.RunAsync("secrets", "list", "--json"));
        using var stop = System.Text.Json.JsonDocument.Parse(run.Error);
        Assert.Equal("secrets.unavailable", stop.RootElement.GetProperty("rule").GetString());
        Assert.Contains("harombe doctor", stop.RootElement.GetProperty("remedy").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_with_nothing_to_import_says_so()
    {
        Assert.Equal(ExitCode.Failed, await run.RunAsync("secrets", "import", "--all"));
        Assert.Contains("no credential of a known provider", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Form_that_carries_a_value_does_not_print_it() => Assert.DoesNotContain(Value, new SecretValue(Value).ToString(), StringComparison.Ordinal);

    public void Dispose() => run.Dispose();

    private async Task<string?> StoredAsync(string name)
    {
        await using var services = new ServiceCollection().AddHarombeSecrets(options => options.Folder = run.Data).BuildServiceProvider();
        using var secret = await services.GetRequiredService<ISecrets>().ReadAsync(SecretName.Parse(name), CancellationToken.None);
        return secret?.RevealText();
    }
}
