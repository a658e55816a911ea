using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Harombe.RealTests.Gateway;

/// <summary>A client in another process: a line in is a call, a line out is an event.</summary>
public sealed class NodeSession : IAsyncDisposable
{
    private readonly Process process;
    private readonly Task<string> errors;

    internal NodeSession(Process process)
    {
        this.process = process;
        errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>The next event.</summary>
    public async Task<JsonNode> ReadAsync()
    {
        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1));
        return line is null ? throw new InvalidOperationException("The client ended: " + await errors) : JsonNode.Parse(line)!;
    }

    /// <summary>Makes a call and gives the next event.</summary>
    public async Task<JsonNode> CallAsync(string tool, JsonObject arguments)
    {
        var call = new JsonObject { ["name"] = tool, ["arguments"] = arguments.DeepClone() };
        await process.StandardInput.WriteLineAsync(call.ToJsonString());
        await process.StandardInput.FlushAsync();
        return await ReadAsync();
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        try
        {
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }
}
