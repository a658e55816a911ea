using Harombe.Benchmarks.AuditReading;
using Harombe.Benchmarks.AuditWriting;
using Harombe.Benchmarks.ChatTurns;
using Harombe.Benchmarks.Flow;
using Harombe.Benchmarks.Gateways;
using Harombe.Benchmarks.GuardedCalls;
using Harombe.Benchmarks.Measuring;
using Harombe.Benchmarks.Scanning;
using Harombe.Benchmarks.PolicyDeciding;
using Harombe.Benchmarks.Sessions;
using Harombe.Benchmarks.StartUp;

(string Verb, Func<string[], Task> Run)[] benchmarks =
[
    ("--guard", _ => GuardBenchmark.RunAsync()),
    ("--chat", _ => ChatBenchmark.RunAsync()),
    ("--start", StartBenchmark.RunAsync),
    ("--audit", AuditBenchmark.RunAsync),
    ("--audit-read", ReadingBenchmark.RunAsync),
    ("--sessions", SessionsBenchmark.RunAsync),
    ("--gateway", GatewayBenchmark.RunAsync),
    ("--scan-cost", _ => CostBenchmark.RunAsync()),
    ("--scan-files", FilesBenchmark.RunAsync),
    ("--flow", FlowBenchmark.RunAsync),
    ("--policy", _ => PolicyBenchmark.RunAsync()),
];

var verb = args.FirstOrDefault() ?? "";
if (verb == "--scan")
{
    // A tool of its own: its last line is JSON for other programs to read.
    return ScanBenchmark.Run(args[1..]);
}

if (verb == "--bare-gateway")
{
    return await BareGateway.RunAsync(args[1..]);
}

if (verb == "--upstream")
{
    return await PlainUpstream.RunAsync(args[1..]);
}

var chosen = benchmarks.Where(benchmark => verb == "--all" ? benchmark.Verb != "--flow" : benchmark.Verb == verb).ToArray();
if (chosen.Length == 0)
{
    await Console.Error.WriteLineAsync($"Say which: {string.Join(", ", benchmarks.Select(benchmark => benchmark.Verb))} or --all.");
    return 64;
}

foreach (var (name, run) in chosen)
{
    Report.Heading(name);
    Report.Line($"{Machine.Describe()}; load average before: {Machine.Load()}");
    await run(args[1..]);
    if (name != "--flow")
    {
        Report.Line($"load average after: {Machine.Load()}");
    }
}

return 0;
