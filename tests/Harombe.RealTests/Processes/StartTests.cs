using Harombe.Testing;
using Xunit.Abstractions;

namespace Harombe.RealTests.Processes;

public sealed class StartTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Host_becomes_ready_and_a_chat_turn_writes_a_file_once_a_person_said_yes()
    {
        await using var host = await HostProcess.StartAsync();
        // Promised: 5 s. A test on a busy machine can't hold it to that; the benchmarks do. Here it is said.
        output.WriteLine($"ready {host.Startup.TotalSeconds:0.00} s after the start of the process");
        var readiness = await host.Owner.GetAsync("/readyz");
        Assert.All(readiness.GetProperty("layers").EnumerateArray(), layer => Assert.True(layer.GetProperty("ready").GetBoolean(), layer.GetRawText()));

        var reply = await host.Owner.ChatAsync("write hello.txt with good morning");
        var question = Assert.Single(reply.GetProperty("approvals").EnumerateArray());
        Assert.False(File.Exists(Path.Combine(host.Workspace, "hello.txt")));

        await host.Owner.ApproveAsync(question.Text("approval"));
        var (ending, _, message) = await host.Owner.EndAsync(reply.Text("session"));
        Assert.Equal("completed", ending);
        Assert.Contains("hello.txt", message, StringComparison.Ordinal);
        Assert.Equal("good morning", await File.ReadAllTextAsync(Path.Combine(host.Workspace, "hello.txt")));
    }

    [Fact]
    public async Task A_second_host_on_the_same_folder_gives_up_and_names_the_first()
    {
        await using var host = await HostProcess.StartAsync();

        var (exitCode, said) = await host.StartAnotherAsync();

        Assert.Equal(1, exitCode);
        Assert.Contains(host.Owner.Url.ToString().TrimEnd('/'), said, StringComparison.Ordinal);
        Assert.Contains($"process {host.Id}", said, StringComparison.Ordinal);
        Assert.True(await host.Owner.IsReadyAsync());
    }

    [Fact]
    public async Task A_killed_host_leaves_neither_lock_nor_note_in_the_way_of_the_next()
    {
        await using var host = await HostProcess.StartAsync();
        var (first, token) = (host.Id, host.Owner.Token);

        await host.KillAsync();
        Assert.True(File.Exists(Path.Combine(host.DataFolder, "host.json")), "Killed, it could not take its note back: otherwise this test shows nothing.");
        await host.StartAsync();

        Assert.NotEqual(first, host.Id);
        Assert.Equal(token, host.Owner.Token);
        Assert.True(await host.Owner.IsReadyAsync());
    }
}
