using System.Diagnostics;
using System.Text.Json;
using Harombe.HostTests.Commands;
using Harombe.Testing.Anthropic;

namespace Harombe.HostTests.Diagnosis;

/// <summary>A set-up that a test breaks and mends, and the doctor that looks at it.</summary>
internal sealed class Ward : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> used = new();

    public CommandLineRun Cli { get; } = new();

    public string Data => Cli.Data;

    /// <summary>A path beside the data folder.</summary>
    public string this[string name] => Path.Combine(Cli.Root, name);

    public string InData(string name) => Path.Combine(Data, name);

    /// <summary>Sets a key of the configuration, as the environment would.</summary>
    public void Set(string key, string value) => Cli.Environment["HAROMBE__" + key.ToUpperInvariant().Replace(".", "__", StringComparison.Ordinal)] = value;

    public T Keep<T>(T thing)
        where T : IAsyncDisposable
    {
        used.Push(thing);
        return thing;
    }

    /// <summary>Disposes what was kept last: a program that is stopped, a disk that is taken away.</summary>
    public async Task LetGoAsync() => await used.Pop().DisposeAsync();

    /// <summary>The model's API with a model that answers, and a key among the secrets.</summary>
    public async Task<AnthropicServer> UseAnthropicAsync(string key = AnthropicServer.Key, string model = AnthropicServer.Model)
    {
        var server = Keep(await AnthropicServer.StartAsync());
        Set("model", $"anthropic/{model}");
        Set("models.anthropic.base_url", server.Url.ToString());
        await StoreKeyAsync(key);
        server.Script.Text("ok");
        return server;
    }

    public async Task StoreKeyAsync(string key)
    {
        Cli.Input = key;
        Assert.Equal(0, await Cli.RunAsync("secrets", "set", "anthropic/api_key"));
        Cli.Input = "";
    }

    /// <summary>Asks the doctor.</summary>
    public async Task<(int Code, IReadOnlyDictionary<string, (string Health, string Detail, string Remedy)> Steps)> ExamineAsync()
    {
        var code = await Cli.RunAsync("doctor", "--json");
        if (Cli.Out.Length == 0)
        {
            var refused = JsonElement.Parse(Cli.Error);
            return (code, new Dictionary<string, (string, string, string)> { ["configuration"] = ("fails", refused.GetProperty("title").GetString()!, refused.GetProperty("remedy").GetString()!) });
        }

        var steps = JsonElement.Parse(Cli.Out).GetProperty("steps").EnumerateArray().ToDictionary(
            step => step.GetProperty("step").GetString()!,
            step => (step.GetProperty("health").GetString()!.ToLowerInvariant(), step.GetProperty("detail").GetString()!, step.GetProperty("remedy").GetString()!));
        return (code, steps);
    }

    /// <summary>Makes the data folder a small disk of its own.</summary>
    public async Task MountAsync(string options)
    {
        Directory.CreateDirectory(Data);
        await RunAsync("mount", "-t", "tmpfs", "-o", options, "tmpfs", Data);
        Keep(new Mounted(Data));
    }

    public static async Task RunAsync(string command, params string[] words)
    {
        using var process = Process.Start(command, words);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }

    public async ValueTask DisposeAsync()
    {
        while (used.TryPop(out var thing))
        {
            await thing.DisposeAsync();
        }

        Cli.Dispose();
    }

    private sealed class Mounted(string folder) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await RunAsync("umount", folder);
    }
}
