using System.Diagnostics;
using System.Text;

namespace Harombe.Benchmarks.Gateways;

/// <summary>A server that is started and spoken to over its standard input and output: the limit for everything in front of it.</summary>
internal sealed class StdioDoor : IDoor
{
    private readonly Process process;
    private readonly string tool;
    private readonly Pending pending = new();
    private readonly SemaphoreSlim writing = new(1, 1);
    private readonly Stream input;

    private StdioDoor(Process process, string tool) => (this.process, this.tool, input) = (process, tool, process.StandardInput.BaseStream);

    public static async Task<StdioDoor> OpenAsync(ProcessStartInfo start, string tool)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        var door = new StdioDoor(Process.Start(start) ?? throw new InvalidOperationException("The upstream did not start."), tool);
        door.process.ErrorDataReceived += static (_, _) => { };
        door.process.BeginErrorReadLine();
        await door.WriteAsync(Encoding.UTF8.GetBytes(Frames.Initialize));
        await door.process.StandardOutput.ReadLineAsync();
        await door.WriteAsync(Encoding.UTF8.GetBytes(Frames.Initialized));
        _ = door.ReadAsync();
        return door;
    }

    public async Task CallAsync() => Frames.Check(await pending.AskAsync(id => WriteAsync(Frames.Call(id, tool))));

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        writing.Dispose();
    }

    private async Task WriteAsync(byte[] message)
    {
        await writing.WaitAsync();
        try
        {
            await input.WriteAsync((byte[])[.. message, (byte)'\n']);
            await input.FlushAsync();
        }
        finally
        {
            writing.Release();
        }
    }

    private async Task ReadAsync()
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            pending.Take(line);
        }

        pending.Fail("The upstream went away.");
    }
}
