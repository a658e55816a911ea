using Harombe.Policy;
using Harombe.Policy.Rules;
using Harombe.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Harombe.Tests.Policy.Rules;

public sealed class PolicyReloadTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly SaidLog log = new();

    [Fact]
    public void A_changed_file_is_put_in_force_as_a_whole_under_a_version_of_its_own()
    {
        using var reload = Start("rules: [ { name: a, effect: deny, match: { tool: x } } ]", out var holder);
        var first = holder.Current;
        Write("rules: [ { name: a, effect: deny, match: { tool: x } }, { name: b, effect: ask, match: { tool: y } } ]");
        Assert.True(reload.Look());
        Assert.Equal(2, holder.Current.Rules.Length);
        Assert.NotEqual(first.Version, holder.Current.Version);
        Assert.Single(first.Rules);
        Assert.False(reload.Look());
    }

    [Fact]
    public void A_bad_edit_keeps_the_last_good_policy_and_says_where()
    {
        using var reload = Start("rules: [ { name: a, effect: deny, match: { tool: x } } ]", out var holder);
        var first = holder.Current;
        Write("rules:\n  - { name: a, effect: deny, match: { tool: x } }\n  - { name: b, effect: alow, match: { tool: y } }");
        Assert.False(reload.Look());
        Assert.Same(first, holder.Current);
        Assert.Contains(log.Said, said => said.Contains("p.yaml:3: The rule has no effect", StringComparison.Ordinal));
        Write("rules: []\n");
        Assert.True(reload.Look());
        Assert.Empty(holder.Current.Rules);
    }

    [Fact]
    public void Two_rules_of_one_name_in_two_files_are_a_fault()
    {
        Write("rules: [ { name: a, effect: deny, match: { tool: x } } ]");
        File.WriteAllText(folder["q.yaml"], "rules: [ { name: a, effect: allow, match: { tool: x } } ]");
        var read = PolicyFolder.Read(folder.Path, PolicyProfile.Cautious);
        Assert.Null(read.Snapshot);
        Assert.Contains("two rules named 'a'", Assert.Single(read.Faults).What, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private PolicyReload Start(string yaml, out PolicyHolder holder)
    {
        Write(yaml);
        var options = new PolicyOptions { Folder = folder.Path };
        holder = new PolicyHolder(PolicyFolder.Read(folder.Path, options.Profile).Snapshot!); // not null: it holds
        return new PolicyReload(holder, Options.Create(options), Policies.Time, log);
    }

    private void Write(string yaml) => File.WriteAllText(folder["p.yaml"], yaml);

    private sealed class SaidLog : ILogger<PolicyReload>
    {
        public List<string> Said { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Said.Add(formatter(state, exception));
    }
}
