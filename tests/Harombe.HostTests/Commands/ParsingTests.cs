using Harombe.Host.Commands;

namespace Harombe.HostTests.Commands;

public sealed class ParsingTests : IDisposable
{
    private readonly CommandLineRun run = new();

    [Theory]
    [InlineData("", "'harombe' needs a command: up, status", "harombe --help")]
    [InlineData("stats", "there is no command \"stats\" of 'harombe'", "did you mean 'harombe status'?")]
    [InlineData("token", "'harombe token' needs a command: add, list, revoke, link", "harombe token --help")]
    [InlineData("approvals aprove apr_1", "there is no command \"aprove\" of 'harombe approvals'", "did you mean 'harombe approvals approve'?")]
    [InlineData("token add ide", "a caller needs tools", "harombe token add ide --tools 'files.*'")]
    [InlineData("token add bob --kind approver --tools *", "an approver answers and uses no tools", "harombe token add bob --kind approver")]
    [InlineData("token add ide --tools * --days 0", "--days takes 1 to 3650", "harombe token add ide")]
    [InlineData("token add ide --kind admin --tools *", "Argument 'admin' not recognized. Must be one of: 'caller' 'approver'", "harombe token add --help")]
    [InlineData("approvals list --limit 0", "--limit takes 1 to 200", "harombe approvals list --limit 50")]
    [InlineData("approvals approve", "Required argument missing", "harombe approvals approve --help")]
    [InlineData("audit tail -n 5000", "-n takes 1 to 1000", "harombe audit tail -n 20")]
    [InlineData("audit verify --expect-head 3", "--expect-head takes the size and the hash", "harombe audit verify --expect-head")]
    [InlineData("audit tail -n many", "many", "harombe audit tail --help")]
    [InlineData("token add ide --tools * --days many", "many", "harombe token add --help")]
    [InlineData("up --port many", "many", "harombe up --help")]
    [InlineData("status now", "now", "harombe status --help")]
    public async Task Misunderstood_line_names_the_fault_and_the_next_command(string line, string fault, string next)
    {
        Assert.Equal(ExitCode.Usage, await run.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Contains(fault, run.Error, StringComparison.Ordinal);
        Assert.Contains(next, run.Error, StringComparison.Ordinal);
        Assert.Equal("", run.Out);
    }

    [Fact]
    public async Task Fault_of_a_program_is_json_on_standard_error()
    {
        Assert.Equal(ExitCode.Usage, await run.RunAsync("token", "add", "ide", "--json"));
        using var fault = System.Text.Json.JsonDocument.Parse(run.Error);
        Assert.Equal("cli.usage", fault.RootElement.GetProperty("rule").GetString());
        Assert.Equal(ExitCode.Usage, fault.RootElement.GetProperty("exitCode").GetInt32());
    }

    [Fact]
    public async Task Help_lists_every_verb_and_every_exit_code()
    {
        Assert.Equal(0, await run.RunAsync("--help"));
        Assert.Contains("harombe [command] [options]", run.Out, StringComparison.Ordinal);
        foreach (var verb in (string[])["up", "status", "stop", "chat", "tools", "approvals", "audit", "token", "secrets", "config", "mcp"])
        {
            Assert.Contains($"  {verb}", run.Out, StringComparison.Ordinal);
        }

        foreach (var code in (int[])[ExitCode.Done, ExitCode.Failed, ExitCode.Tampered, ExitCode.WaitsForApproval, ExitCode.Usage, ExitCode.NoHost, ExitCode.Refused, ExitCode.Misconfigured, ExitCode.Interrupted])
        {
            Assert.Matches($@"(?m)^\s*{code} +\w", run.Out);
        }
    }

    [Fact]
    public async Task Up_hands_over_what_was_set_and_a_valid_configuration()
    {
        Assert.Equal(7, await run.RunAsync("up", "--port", "0", "--set", "agent.max_steps=3", "--set", "logs.level=error"));
        Assert.Equal((0, 3), (run.Upped!.Configuration.Server.Port, run.Upped.Configuration.Agent.MaxSteps));
        Assert.Equal(["agent.max_steps", "logs.level", "server.port"], run.Upped.Overrides.Select(item => item.Key));
    }

    [Theory]
    [InlineData("up")]
    [InlineData("status")]
    [InlineData("config check")]
    [InlineData("config show")]
    [InlineData("chat hello")]
    [InlineData("secrets list")]
    [InlineData("mcp stdio")]
    public async Task Broken_configuration_is_reported_whole_and_nothing_runs(string line)
    {
        run.Bridge = (_, _, _, _, _, _, _) => throw new InvalidOperationException("bridged");
        run.Configure("server:\n  prot: 1\n  port: many\n");
        Assert.Equal(ExitCode.Misconfigured, await run.RunAsync(line.Split(' ')));
        Assert.Contains("harombe.yaml:2:", run.Error, StringComparison.Ordinal);
        Assert.Contains("harombe.yaml:3:", run.Error, StringComparison.Ordinal);
        Assert.Equal("", run.Out);
        Assert.Null(run.Upped);
    }

    [Theory]
    [InlineData("status")]
    [InlineData("stop")]
    [InlineData("tools")]
    [InlineData("chat hello")]
    [InlineData("approvals list")]
    [InlineData("audit tail")]
    [InlineData("token list")]
    public async Task Without_a_host_the_folder_and_the_remedy_are_named(string line)
    {
        Assert.Equal(ExitCode.NoHost, await run.RunAsync(line.Split(' ')));
        Assert.Contains($"no host is running in {run.Data}", run.Error, StringComparison.Ordinal);
        Assert.Contains("start one with 'harombe up'", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Message_that_begins_with_an_at_sign_is_no_response_file()
    {
        await run.RunAsync("chat", "@/etc/passwd");
        Assert.Contains("no host is running", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Configuration_is_shown_with_origins_and_as_json()
    {
        run.Configure("server:\n  port: 1\n");
        Assert.Equal(0, await run.RunAsync("config", "show", "--origin"));
        Assert.Matches(@"server\.port +1 +harombe\.yaml:2 +at the next start", run.Out);
        Assert.Equal(0, await run.RunAsync("config", "show", "--json"));
        using var rows = System.Text.Json.JsonDocument.Parse(run.Out);
        Assert.Contains(rows.RootElement.EnumerateArray(), row => row.GetProperty("key").GetString() == "server.port" && row.GetProperty("value").GetString() == "1");
        Assert.Equal(0, await run.RunAsync("config", "keys"));
        Assert.Contains("agent.max_steps", run.Out, StringComparison.Ordinal);
        Assert.Equal(0, await run.RunAsync("config", "check"));
    }

    public void Dispose() => run.Dispose();
}
