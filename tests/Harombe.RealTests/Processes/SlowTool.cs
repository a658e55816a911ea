using System.Text.Json;
using System.Text.Json.Nodes;
using Harombe.Testing;

namespace Harombe.RealTests.Processes;

/// <summary>A host with the tools of the test plugin, and the file in which each of their runs leaves a line.</summary>
internal sealed class SlowTool : IAsyncDisposable
{
    /// <summary>Longer than any test: the tool ends with its host.</summary>
    public const int ForEver = 3_600_000;

    private SlowTool(HostProcess host) => Host = host;

    public HostProcess Host { get; }

    private string File => Host.Beside("lines.txt");

    public static async Task<SlowTool> StartAsync(params (string Key, string Value)[] settings) =>
        new(await HostProcess.StartAsync([("plugins.folders", Path.Combine(AppContext.BaseDirectory, "test-plugins")), .. settings]));

    /// <summary>How often a line was written: how often the tool ran for it.</summary>
    public int Runs(string line) => System.IO.File.Exists(File) ? System.IO.File.ReadAllLines(File).Count(written => written == line) : 0;

    /// <summary>What to say so that the tool is called with this line.</summary>
    public string Sentence(string tool, string line, int wait) => $"call {tool} {JsonSerializer.Serialize(new { file = File, line, wait })}";

    /// <summary>The same call's arguments.</summary>
    public JsonObject Arguments(string line, int wait) => new() { ["file"] = File, ["line"] = line, ["wait"] = wait };

    /// <summary>Asks for the tool; returns the session and the question that now waits.</summary>
    public async Task<(string Session, string Approval, string Call)> AskAsync(string line, int wait)
    {
        var reply = await Host.Owner.ChatAsync(Sentence("slow.append", line, wait));
        Assert.True(reply.Text("state") == "waiting", reply.GetRawText());
        var question = Assert.Single(reply.GetProperty("approvals").EnumerateArray());
        return (reply.Text("session"), question.Text("approval"), question.Text("call"));
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
