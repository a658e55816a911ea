using System.Collections.Concurrent;
using System.Text.Json;

namespace Harombe.Benchmarks.Gateways;

/// <summary>Requests that wait for an answer on a road that all of them share. Thread-safe.</summary>
internal sealed class Pending
{
    private readonly ConcurrentDictionary<long, TaskCompletionSource<string>> waiting = new();
    private long last;

    public async Task<string> AskAsync(Func<long, Task> send)
    {
        var id = Interlocked.Increment(ref last);
        var answer = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting[id] = answer;
        await send(id);
        return await answer.Task;
    }

    /// <summary>Takes a message of the server.</summary>
    public void Take(string message)
    {
        using var json = JsonDocument.Parse(message);
        if (json.RootElement.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.Number && waiting.TryRemove(id.GetInt64(), out var answer))
        {
            answer.SetResult(message);
        }
    }

    /// <summary>The road is gone.</summary>
    public void Fail(string why)
    {
        foreach (var id in waiting.Keys)
        {
            if (waiting.TryRemove(id, out var answer))
            {
                answer.SetException(new InvalidOperationException(why));
            }
        }
    }
}
