using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Harombe.Core.Calls;
using Harombe.Core.Secrets;
using Harombe.HostTests.Chat;
using Harombe.HostTests.LanguageModels;
using Harombe.Testing.Upstreams;
using Microsoft.Extensions.DependencyInjection;

namespace Harombe.HostTests.Canaries;

/// <summary>
/// The processes that a host starts, as the kernel shows them: no secret stands in their environments or on their command lines, in no disguise, but where
/// <c>reveal: true</c> says otherwise. Then what keeps it out is taken away, and the same search must find it.
/// </summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class ChildTests
{
    private const string Name = "docs";
    private const string Variable = "DOCS_TOKEN";

    [LinuxFact]
    public async Task A_server_finds_a_placeholder_and_nothing_that_its_entry_does_not_name()
    {
        // In each disguise somewhere in the environment of the host itself.
        using var own = new EnvironmentVariables([.. Canary.Disguises.Select((disguise, at) => ($"HAROMBE_CANARY_{at}", disguise.Text))]);
        await using var host = await StartAsync();

        var child = await ChildAsync(host);

        Assert.Empty(Children.TreeOf(child).SelectMany(id => Children.Showing(id, Canary.Disguises)));
        var environment = Children.EnvironmentOf(child);
        Assert.Equal(["DOCS_TOKEN", "HAROMBE_UPSTREAM", "HOME", "PATH"], environment.Keys.Order(StringComparer.Ordinal));
        Assert.Matches("^hrbph_[0-9a-f]{24}$", environment[Variable]);
        // It is of no use to the server: nobody turns it into the value, for whatever host.
        Assert.Null(host.Services.GetRequiredService<IPlaceholderResolver>().Resolve(environment[Variable], "mcp.example.com"));
        var (granted, shown) = await SaidAsync(host);
        Assert.False(granted.TryGetProperty("revealed", out _));
        Assert.False(shown.GetProperty("revealed").GetBoolean());
    }

    [LinuxFact]
    public async Task With_reveal_it_finds_the_value_where_its_entry_names_it_and_everybody_is_told()
    {
        await using var host = await StartAsync();

        var child = await ChildAsync(host, entry => entry["reveal"] = true);

        var environment = Children.EnvironmentOf(child);
        Assert.Equal(Canary.Value, environment[Variable]);
        Assert.Equal("as it is in environ", Assert.Single(Children.Showing(child, [Canary.Disguises[0]])).Split(" of ")[0]);
        Assert.Equal([Variable], environment.Where(pair => pair.Value.Contains(Canary.Value, StringComparison.Ordinal)).Select(pair => pair.Key));
        var (granted, shown) = await SaidAsync(host);
        Assert.Equal(Canary.Name, Assert.Single(granted.GetProperty("revealed").EnumerateArray()).GetString());
        Assert.True(shown.GetProperty("revealed").GetBoolean());
    }

    [LinuxFact]
    public async Task Without_placeholders_the_value_shows_and_the_search_sees_it()
    {
        await using var host = await StartAsync(services =>
        {
            var real = services.Last(service => service.ServiceType == typeof(ILeases));
            services.AddSingleton<ILeases>(provider => new UnveiledLeases((ILeases)ActivatorUtilities.CreateInstance(provider, real.ImplementationType!), provider.GetRequiredService<ISecrets>())); // not null: it is registered by its type
        });

        Assert.NotEmpty(Children.Showing(await ChildAsync(host), Canary.Disguises));
    }

    // Nobody can tell the host not to clear an environment: a shell in between puts the secret back, as a launcher does that reads a file of its own.
    [LinuxTheory]
    [InlineData(". ./leak; exec \"$@\"", "environ")]
    [InlineData("exec \"$@\" \"$(tail -c +14 leak | head -c 29)\"", "cmdline")]
    public async Task Put_back_behind_the_host_it_shows_and_the_search_sees_it(string script, string where)
    {
        await using var host = await StartAsync();
        Assert.Equal(29, Canary.Value.Length);
        await File.WriteAllTextAsync(Path.Combine(host.Workspace, "leak"), $"export LEAK='{Canary.Value}'\n");

        var child = await ChildAsync(host, entry =>
        {
            entry["folder"] = host.Workspace;
            entry["args"] = new JsonArray(["-c", script, "sh", (string?)entry["command"], .. entry["args"]!.AsArray().Select(word => word?.DeepClone())]); // not null: the entry has some
            entry["command"] = "sh";
        });

        Assert.All(Children.Showing(child, [Canary.Disguises[0]]), shown => Assert.Contains(where, shown, StringComparison.Ordinal));
        Assert.NotEmpty(Children.Showing(child, Canary.Disguises));
    }

    [LinuxFact]
    public async Task Git_and_the_hooks_of_its_repository_see_nothing_of_the_hosts_environment()
    {
        using var folder = new Harombe.Testing.TemporaryFolder();
        var repository = Directory.CreateDirectory(folder["anchors"]).FullName;
        await GitAsync(repository, "init", "--quiet");
        var hook = Path.Combine(repository, ".git", "hooks", "post-commit");
        await File.WriteAllTextAsync(hook, $"#!/bin/sh\ntr '\\0' '\\n' < /proc/$$/environ > {folder["seen"]}\n");
        File.SetUnixFileMode(hook, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using var own = new EnvironmentVariables([.. Canary.Disguises.Select((disguise, at) => ($"HAROMBE_CANARY_{at}", disguise.Text)), ("GIT_WORK_TREE", folder.Path)]);
        await using var host = await ChatHost.StartAsync(yaml: $"audit: {{ anchors: {{ git: '{repository}' }} }}");

        using var anchored = await host.Client.PostAsync("/audit/anchor", null);

        Assert.True(anchored.IsSuccessStatusCode, await anchored.Content.ReadAsStringAsync());
        var seen = await File.ReadAllTextAsync(folder["seen"]);
        Assert.Contains("PATH=", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("HAROMBE_CANARY", seen, StringComparison.Ordinal);
        Assert.All(Canary.Disguises, disguise => Assert.DoesNotContain(disguise.Text, seen, StringComparison.Ordinal));
    }

    private static async Task<ChatHost> StartAsync(Action<IServiceCollection>? more = null)
    {
        var host = await ChatHost.StartAsync(more: more);
        await host.StoreAsync(Canary.Name, Canary.Value);
        return host;
    }

    /// <summary>Has the host start a server that is given the secret; gives its process.</summary>
    private static async Task<int> ChildAsync(ChatHost host, Action<JsonObject>? more = null)
    {
        var server = new ScriptedUpstream(host.Workspace, Name);
        using var added = await host.Client.PostAsJsonAsync("/upstreams", server.Entry(entry =>
        {
            entry["env"] = new JsonObject { [Variable] = $"secret://{Canary.Name}" };
            more?.Invoke(entry);
        }));
        Assert.True(added.IsSuccessStatusCode, await added.Content.ReadAsStringAsync());
        using var tested = await host.Client.PostAsync($"/upstreams/{Name}/test", null);
        var view = JsonElement.Parse(await tested.Content.ReadAsStringAsync());
        return view.TryGetProperty("process", out var process) ? process.GetInt32() : throw new InvalidOperationException($"It has no process: {view}");
    }

    private static async Task<(JsonElement Granted, JsonElement Shown)> SaidAsync(ChatHost host) => (
        (await host.RecordedAsync("lease.granted")).Last(entry => entry.Text("tool") == $"{Name}__connection"),
        JsonElement.Parse(await host.Client.GetStringAsync($"/upstreams/{Name}")));

    private static async Task GitAsync(string folder, params string[] words)
    {
        using var git = Process.Start("git", ["-C", folder, .. words]);
        await git.WaitForExitAsync();
        Assert.Equal(0, git.ExitCode);
    }

    /// <summary>Leases whose placeholders are the values: the seam by which they are taken out of the path.</summary>
    private sealed class UnveiledLeases(ILeases inner, ISecrets secrets) : ILeases
    {
        public async ValueTask<LeaseOutcome> LeaseAsync(ToolCall call, CancellationToken cancellationToken)
        {
            var outcome = await inner.LeaseAsync(call, cancellationToken);
            if (outcome is not LeaseOutcome.Leased leased)
            {
                return outcome;
            }

            var values = new ConcurrentDictionary<SecretName, Placeholder>();
            foreach (var name in call.Tool.Secrets)
            {
                using var value = await secrets.ReadAsync(name, cancellationToken);
                values[name] = new Placeholder(name, value!.RevealText()); // not null: it was leased
            }

            return new LeaseOutcome.Leased(new Unveiled(leased.Lease, values));
        }

        private sealed class Unveiled(ILease inner, ConcurrentDictionary<SecretName, Placeholder> values) : ILease
        {
            public LeaseId Id => inner.Id;

            public Placeholder? PlaceholderOf(SecretName name) => values.GetValueOrDefault(name);

            public Secret? Reveal(SecretName name) => inner.Reveal(name);

            public ValueTask DisposeAsync() => inner.DisposeAsync();
        }
    }
}

/// <summary>A test that reads /proc.</summary>
internal sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute() => Skip = OperatingSystem.IsLinux() ? null : "Reads /proc, which only Linux has.";
}

/// <inheritdoc cref="LinuxFactAttribute"/>
internal sealed class LinuxTheoryAttribute : TheoryAttribute
{
    public LinuxTheoryAttribute() => Skip = OperatingSystem.IsLinux() ? null : "Reads /proc, which only Linux has.";
}
