using System.Diagnostics;
using Harombe.Audit.Entries;
using Harombe.Benchmarks.Hosting;
using Harombe.Benchmarks.Measuring;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Core.Guard;
using Harombe.Core.Labels;
using Harombe.Core.Secrets;
using Harombe.Core.Tools;
using Harombe.Host.Access;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;

namespace Harombe.Benchmarks.GuardedCalls;

/// <summary>What each part of a guarded call costs by itself. The parts don't add up to the whole: a loop over one of them finds its caches warm.</summary>
internal static class StationCosts
{
    private const int Rounds = 5;
    private const int Calls = 5_000;

    public static void Measure(RealHost host)
    {
        var scanner = host.Services.GetRequiredService<ISecretScanner>();
        var decisions = host.Services.GetRequiredService<IDecisions>();
        var catalog = host.Services.GetRequiredService<ToolCatalog>();
        var tool = catalog.Current.Find("clock.convert")!; // not null: every other measurement has called it
        ToolArguments.TryCreate(Probe.Arguments, Label.OfUser, null, out var arguments, out _);
        var call = new ToolCall(CallId.New(), tool.Definition, arguments!, Owner.AsCaller, new SessionId("ses_benchmark"), Face.Chat, null); // not null: an object
        var redacted = scanner.RedactJson(arguments!, out _);
        var decision = Finished(decisions.DecideAsync(call, CancellationToken.None));
        var carried = new KernelArguments();
        KernelArgumentsForm.Fill(carried, arguments!);
        const string answer = "2030-01-31T03:00:00-05:00, Thursday, America/New_York";
        var structured = System.Text.Json.JsonElement.Parse("""{"time":"2030-01-31T03:00:00-05:00","weekday":"Thursday","zone":"America/New_York"}""");
        Report.Table(
            ["part", "µs", "bytes"],
            [
                Row("1 arguments into canonical form", () => ToolArguments.TryCreate(Probe.Arguments, Label.OfUser, null, out _, out _)),
                Row("1 scan of the arguments", () => scanner.RedactJson(arguments!, out _)),
                Row("2 schema", () => tool.Schema.Validate(arguments!.Value)),
                Row("3 decision", () => Finished(decisions.DecideAsync(call, CancellationToken.None))),
                Row("5 intent rendered", () => RenderedEntry.Of(new CallIntent(call, redacted, decision, null) { Time = DateTimeOffset.UnixEpoch })),
                Row("8 result scanned and bounded", () => { scanner.Redact(answer); scanner.RedactJson(structured); }),
                Row("9 outcome rendered", () => RenderedEntry.Of(new CallOutcome(call.Id, CallEnding.Completed, TimeSpan.FromMilliseconds(1), arguments!.Hash.Value, null) { Time = DateTimeOffset.UnixEpoch })),
                Row("permit: arguments hashed again in the body", () => KernelArgumentsForm.Hash(carried)),
                Row("a kernel for the tool's body", () => catalog.Current.CreateUnguardedKernel()),
                Row("an empty kernel for the call", () => _ = new Kernel()),
            ]);
    }

    // Every contract used here answers without waiting.
    private static T Finished<T>(ValueTask<T> task) => task.IsCompletedSuccessfully ? task.Result : throw new InvalidOperationException("It waited.");

    private static string[] Row(string part, Action action)
    {
        for (var i = 0; i < Calls; i++)
        {
            action();
        }

        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var rounds = Enumerable.Range(0, Rounds).Select(_ =>
        {
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < Calls; i++)
            {
                action();
            }

            return Stopwatch.GetElapsedTime(start).TotalMicroseconds / Calls;
        }).ToList();
        return [part, $"{Spread.Of(rounds)}", $"{(GC.GetAllocatedBytesForCurrentThread() - bytes) / (Rounds * Calls):N0}"];
    }
}
