using System.Diagnostics;

namespace Harombe.Benchmarks.Gateways;

/// <summary>One way to the upstream, opened and ready.</summary>
/// <param name="Name">What it is called in the tables.</param>
/// <param name="Direct">The way it is compared with; null where it is that itself.</param>
/// <param name="Door">The way.</param>
/// <param name="Ends">Ends what was started for it.</param>
internal sealed record Candidate(string Name, string? Direct, IDoor Door, Func<ValueTask> Ends) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        await Door.DisposeAsync();
        await Ends();
    }

    /// <summary>Ends a process with all that it started.</summary>
    public static Func<ValueTask> Ending(Process process) => async () =>
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    };

    /// <summary>Ends nothing: the door does.</summary>
    public static ValueTask Nothing() => ValueTask.CompletedTask;
}
