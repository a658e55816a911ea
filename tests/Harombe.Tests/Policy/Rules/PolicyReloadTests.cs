using Harombe.Core.Audit;
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
    private readonly RecordingAuditLog audit = new();

    [Fact]
    public async Task A_changed_file_is_put_in_force_as_a_whole_under_a_version_of_its_own()
    {
        using var reload = Start("rules: [ { name: a, effect: deny, match: { tool: x } } ]", out var holder);
        var first = holder.Current;
        Write("rules: [ { name: a, effect: deny, match: { tool: x } }, { name: b, effect: ask, match: { tool: y } } ]");
        Assert.True(await reload.LookAsync(default));
        Assert.Equal(2, holder.Current.Rules.Length);
        Assert.NotEqual(first.Version, holder.Current.Version);
        Assert.Single(first.Rules);
        Assert.False(await reload.LookAsync(default));
    }

    [Fact]
    public async Task A_bad_edit_keeps_the_last_good_policy_and_says_where()
    {
        using var reload = Start("rules: [ { name: a, effect: deny, match: { tool: x } } ]", out var holder);
        var first = holder.Current;
        Write("rules:\n  - { name: a, effect: deny, match: { tool: x } }\n  - { name: b, effect: alow, match: { tool: y } }");
        Assert.False(await reload.LookAsync(default));
        Assert.Same(first, holder.Current);
        Assert.Contains(log.Said, said => said.Contains("p.yaml:3: The rule has no effect", StringComparison.Ordinal));
        Write("rules: []\n");
        Assert.True(await reload.LookAsync(default));
        Assert.Empty(holder.Current.Rules);
    }

    [Fact]
    public async Task What_is_in_force_is_in_the_record_once_and_an_edit_that_was_refused_with_its_fault()
    {
        using (var first = Start("rules: [ { name: a, effect: deny, match: { tool: x } } ]", out _))
        {
            await first.StartAsync(default);
            await first.StopAsync(default);
        }

        using var again = Start("rules: [ { name: a, effect: deny, match: { tool: x } } ]", out var holder);
        await again.StartAsync(default);
        var before = holder.Current.Version;
        Write("rules:\n  - { name: a, effect: no, match: { tool: x } }");
        await again.LookAsync(default);
        Write("rules: []");
        await again.LookAsync(default);
        await again.StopAsync(default);

        var entries = audit.Others.OfType<PolicyChanged>().ToList();
        Assert.Equal(["loaded", "refused", "loaded"], entries.Select(entry => entry.Event));
        Assert.Equal("p.yaml:2: The rule has no effect.", entries[1].Detail);
        Assert.Equal((before, before, holder.Current.Version), (entries[0].Version, entries[2].Previous, entries[2].Version));
    }

    [Fact]
    public async Task A_policy_that_can_not_be_recorded_is_not_put_in_force_until_it_can()
    {
        using var reload = Start("rules: [ { name: a, effect: deny, match: { tool: x } } ]", out var holder);
        Write("rules: []");
        audit.Throws = _ => true;
        await Assert.ThrowsAsync<AuditUnavailableException>(async () => await reload.LookAsync(default));
        Assert.Single(holder.Current.Rules);
        audit.Throws = _ => false;
        Assert.True(await reload.LookAsync(default));
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

    [Fact]
    public async Task Rules_in_the_configuration_file_count_beside_those_of_the_folder_and_nothing_else_in_it_does()
    {
        var file = Path.Combine(folder["more"], "harombe.yaml");
        Directory.CreateDirectory(folder["more"]);
        void Configure(string rules, string port) => File.WriteAllText(file, $"server: {{ port: {port} }}\npolicy:\n  profile: cautious\n  rules:\n{rules}");
        Configure("    - name: inline\n      effect: deny\n      match: { tool: y }\n", "8000");
        using var reload = Start("rules: [ { name: a, effect: deny, match: { tool: x } } ]", out var holder, file);
        Assert.Equal(["a", "inline"], holder.Current.Rules.Select(rule => rule.Name));
        Assert.Equal(5, holder.Current.Rules[1].Place.Line);

        // Another key of the file leaves the version, and with it every answer, as it was.
        Configure("    - name: inline\n      effect: deny\n      match: { tool: y }\n", "80000");
        Assert.False(await reload.LookAsync(default));
        Configure("    - name: inline\n      effect: alow\n      match: { tool: y }\n", "8000");
        Assert.False(await reload.LookAsync(default));
        Assert.Contains(log.Said, said => said.Contains("harombe.yaml:6: The rule has no effect", StringComparison.Ordinal));
        Configure("    - { name: a, effect: deny, match: { tool: y } }\n", "8000");
        Assert.False(await reload.LookAsync(default));
        Assert.Contains(log.Said, said => said.Contains("two rules named 'a'", StringComparison.Ordinal));
        Configure("    - { name: other, effect: ask, match: { tool: y } }\n", "8000");
        Assert.True(await reload.LookAsync(default));
        Assert.Equal(["a", "other"], holder.Current.Rules.Select(rule => rule.Name));
    }

    public void Dispose() => folder.Dispose();

    private PolicyReload Start(string yaml, out PolicyHolder holder, string? file = null)
    {
        Write(yaml);
        var options = new PolicyOptions { Folder = folder.Path, File = file };
        holder = new PolicyHolder(PolicyFolder.Read(folder.Path, options.Profile, file).Snapshot!); // not null: it holds
        return new PolicyReload(holder, new PolicyRecord(audit, Policies.Time), Options.Create(options), Policies.Time, log);
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
