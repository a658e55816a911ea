using Harombe.Host.Commands;

namespace Harombe.HostTests.Commands;

public sealed class PolicyVerbTests : IDisposable
{
    private readonly CommandLineRun run = new();
    private readonly Testing.TemporaryFolder folder = new();

    [Fact]
    public async Task Check_names_every_fault_with_its_line()
    {
        Write("rules:\n  - name: a\n    effect: denny\n    match: { tool: x }\n  - name: b\n    effect: deny\n    match: { tol: x }\n");
        Assert.Equal(ExitCode.Misconfigured, await run.RunAsync("policy", "check", folder.Path));
        Assert.Contains("p.yaml:3: The rule has no effect. Write deny, ask or allow.", run.Error, StringComparison.Ordinal);
        Assert.Contains("p.yaml:7: 'match' has the unknown key 'tol'", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_warns_of_a_rule_that_never_counts()
    {
        Write("rules:\n  - { name: all, effect: deny, match: { tool: 'mail.*' } }\n  - { name: some, effect: allow, match: { tool: mail.send } }\n");
        Assert.Equal(0, await run.RunAsync("policy", "check", folder.Path));
        Assert.Contains("p.yaml:3: warning: The rule 'some' never counts: 'all'", run.Error, StringComparison.Ordinal);
        Assert.Contains("2 rules hold", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_names_the_rule_its_line_and_what_kept_others_from_matching()
    {
        Write("rules:\n  - { name: no-pay, effect: deny, match: { tool: bank.*, arguments: [ { path: $.amount, min: 100 } ] } }\n");
        File.WriteAllText(folder["call.json"], """{"tool":"bank.pay","description":"Sends a payment.","arguments":{"amount":20}}""");
        Assert.Equal(0, await run.RunAsync("policy", "explain", folder["call.json"], "--folder", folder.Path));
        Assert.Contains("ask  [rule default.ask]  risk high", run.Out, StringComparison.Ordinal);
        Assert.Contains("p.yaml:2): doesn't match: not so that $.amount is at least 100", run.Out, StringComparison.Ordinal);
        File.WriteAllText(folder["call.json"], """{"tool":"bank.pay","description":"Sends a payment.","arguments":{"amount":200}}""");
        Assert.Equal(0, await run.RunAsync("policy", "explain", folder["call.json"], "--folder", folder.Path));
        Assert.Contains("deny  [rule no-pay]", run.Out, StringComparison.Ordinal);
        Assert.Contains("deny no-pay", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_fails_when_a_case_comes_out_otherwise()
    {
        Write("rules:\n  - { name: no-mail, effect: deny, match: { tool: mail.* } }\n");
        File.WriteAllText(folder["cases.json"], """
            [ {"name":"mail","call":{"tool":"mail.send"},"expect":"deny","rule":"no-mail"},
              {"name":"own words","call":{"tool":"files.write","description":"Writes a file.","prompt":"Write hi into a.txt",
                "schema":{"type":"object","properties":{"path":{"type":"string","description":"The path of the file."}}},"arguments":{"path":"a.txt"}},"expect":"allow"} ]
            """);
        Assert.Equal(0, await run.RunAsync("policy", "test", folder["cases.json"], "--folder", folder.Path));
        Assert.Contains("2 of 2 cases hold", run.Error, StringComparison.Ordinal);
        File.WriteAllText(folder["cases.json"], """[ {"name":"mail","call":{"tool":"mail.send"},"expect":"allow"} ]""");
        Assert.Equal(ExitCode.Failed, await run.RunAsync("policy", "test", folder["cases.json"], "--folder", folder.Path));
        Assert.Contains("FAIL  mail: deny [rule no-mail], expected allow", run.Out, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        run.Dispose();
        folder.Dispose();
    }

    private void Write(string yaml) => File.WriteAllText(folder["p.yaml"], yaml);
}
