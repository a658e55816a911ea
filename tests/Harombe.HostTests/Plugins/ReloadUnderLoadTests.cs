using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Harombe.Core.Calls;
using Harombe.Testing;
using Harombe.Testing.Plugins;
using Xunit.Abstractions;

namespace Harombe.HostTests.Plugins;

public sealed class ReloadUnderLoadTests(ITestOutputHelper output)
{
    private const int CallsASecond = 200;

    [Fact]
    public async Task Reload_under_200_calls_a_second_loses_none_and_leaves_no_old_assembly_in_memory()
    {
        // Each second answer takes a while, so that there are calls inside of the old code whenever it is replaced.
        static void Lay(string plugins, int version) => WrittenPlugin.Lay(plugins, $$"""
            [KernelFunction("run"), Description("Answers with its version.")]
            public async Task<Answer> RunAsync(int n, CancellationToken cancellationToken)
            {
                if (n % 2 == 0) await Task.Delay(150, cancellationToken);
                return new Answer({{version}}, n);
            }
            """, name: "steady", types: "namespace Strange { public sealed record Answer(int Version, int N); }");
        await using var host = await PluginHost.StartAsync(plugins => Lay(plugins, 0));
        var old = new List<WeakReference>();
        var seconds = Rounds.Of(4, 30);
        var results = new ConcurrentBag<(CallResult Result, int N)>();
        var calls = new List<Task>();
        var version = 0;
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(1000.0 / CallsASecond));
        for (var n = 0; n < CallsASecond * seconds; n++)
        {
            await pace.WaitForNextTickAsync();
            calls.Add(CallAsync(n));
            if (n % 50 == 49)
            {
                Remember(old);
                Lay(host.Plugins, ++version);
                var reloaded = await host.SendAsync("POST", "/plugins/steady/reload");
                Assert.Equal((200, "loaded"), (reloaded.Status, reloaded.Body.GetProperty("state").GetString()));
            }
        }

        await Task.WhenAll(calls);
        Assert.Equal(CallsASecond * seconds, results.Count);
        Assert.All(results, result => Assert.Equal(result.N, Structured(result.Result, "n")));
        var versions = results.Select(result => Structured(result.Result, "version")).Distinct().Count();
        Assert.True(versions > version / 2, $"{versions} of {version + 1} versions answered.");
        results.Clear();
        await Eventually.BeAsync("every old assembly has left memory", () => Alive(old) == 0);
        Assert.Equal(1, AssemblyLoadContext.All.Count(context => context.Name == "plugin steady"));
        output.WriteLine($"{CallsASecond * seconds} calls at {CallsASecond}/s over {version} reloads: none lost, {versions} versions answered, no old assembly in memory.");

        async Task CallAsync(int n) => results.Add((await host.CallAsync("steady.run", $$"""{"n":{{n}}}"""), n));
    }

    private static int Structured(CallResult result, string name) => Assert.IsType<CallResult.Completed>(result).Content.Structured!.Value.GetProperty(name).GetInt32(); // not null: the tool returns a record

    // In frames of their own, so that no local keeps a plugin alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Remember(List<WeakReference> old)
    {
        foreach (var context in AssemblyLoadContext.All.Where(context => context.Name == "plugin steady" && !old.Any(one => ReferenceEquals(one.Target, context))))
        {
            old.Add(new WeakReference(context));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Alive(List<WeakReference> old)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return old.Count(one => one.IsAlive);
    }
}
