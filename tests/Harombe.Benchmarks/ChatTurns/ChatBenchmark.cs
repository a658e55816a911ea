using System.Globalization;
using Harombe.Agent.LanguageModels.OfflineRules;
using Harombe.Benchmarks.Measuring;

namespace Harombe.Benchmarks.ChatTurns;

/// <summary>What a chat turn costs besides the model, over HTTP, with the cost of durability apart.</summary>
internal static class ChatBenchmark
{
    private const int Rounds = 5;

    private static readonly (string Name, string Message, bool Tool)[] Turns = [("no tool", "hello", false), ("one read tool", "what time is it", true)];

    public static async Task RunAsync()
    {
        var rows = new List<string[]>();
        foreach (var model in new[] { InstantModel.Name, InstantModel.Keyed, OfflineRulesProvider.ProviderName })
        {
            await MeasureAsync(rows, model, "tmpfs", Storage.InMemory(), 300);
            await MeasureAsync(rows, model, "disk", Storage.OnDisk(), 40);
        }

        var folder = Storage.OnDisk();
        var fsync = Storage.Fsync(folder, Rounds, 100);
        Storage.Delete(folder);
        rows.Add(["write 1 KiB + fsync, by itself", $"{fsync.At(0.5)}", $"{fsync.At(0.99)}", "", "", ""]);
        Report.Table(["turn", "p50 µs", "p99 µs", "echo in turn, p50 µs", "echo p99 µs", "commits: state + audit"], rows);
    }

    private static async Task MeasureAsync(List<string[]> rows, string model, string place, string folder, int calls)
    {
        await using (var host = await ChatHost.StartAsync(folder, model))
        {
            foreach (var (name, message, tool) in Turns)
            {
                var turn = host.Turn(message, tool);
                await Pair.RunAsync(1, calls, host.EchoAsync, turn);
                var (echo, chat) = await Pair.RunAsync(Rounds, calls, host.EchoAsync, turn);
                var (state, audit) = await host.CommitsAsync(turn, 20);
                rows.Add([
                    $"{model}, {name}, {place}", $"{chat.At(0.5)}", $"{chat.At(0.99)}", $"{echo.At(0.5)}", $"{echo.At(0.99)}",
                    string.Create(CultureInfo.InvariantCulture, $"{state:F1} + {audit:F1}"),
                ]);
            }
        }

        Storage.Delete(folder);
    }
}
