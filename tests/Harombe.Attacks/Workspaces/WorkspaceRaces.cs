using System.Text;
using Harombe.Core.Plugins;

namespace Harombe.Attacks.Workspaces;

/// <summary>An adversary who swaps names all the time while the workspace works ten thousand times.</summary>
public sealed class WorkspaceRaces : IDisposable
{
    private const int Rounds = 10_000;

    private readonly BesiegedWorkspace target = new();

    public void Dispose() => target.Dispose();

    [Fact]
    public async Task Folder_swapped_for_a_link_never_gives_the_outside_away()
    {
        Directory.CreateDirectory(target.Inside("d"));
        File.WriteAllText(target.Inside("d/loot.txt"), "inside");
        File.CreateSymbolicLink(target.Inside("link"), target.Outside());
        await RaceAsync("d", "link", "d/loot.txt");
    }

    [Fact]
    public async Task File_swapped_for_a_link_never_gives_the_outside_away()
    {
        File.WriteAllText(target.Inside("f"), "inside");
        File.CreateSymbolicLink(target.Inside("link"), target.Outside("loot.txt"));
        await RaceAsync("f", "link", "f");
    }

    [Fact]
    public async Task File_swapped_for_a_second_name_of_the_loot_never_gives_it_away()
    {
        File.WriteAllText(target.Inside("f"), "inside");
        Posix.HardLink(target.Outside("loot.txt"), target.Inside("second"));
        await RaceAsync("f", "second", "f");
    }

    [Fact]
    public async Task File_swapped_for_a_pipe_never_hangs()
    {
        File.WriteAllText(target.Inside("f"), "inside");
        Posix.Pipe(target.Inside("pipe"));
        await RaceAsync("f", "pipe", "f");
    }

    // Nothing here replaces the swapped name itself: that would take the adversary's trap away for the rest of the race.
    private async Task RaceAsync(string one, string other, string path)
    {
        using var over = new CancellationTokenSource();
        var swapping = Task.Run(() =>
        {
            while (!over.IsCancellationRequested)
            {
                Posix.Swap(target.Inside(one), target.Inside(other));
            }
        });
        try
        {
            for (var round = 0; round < Rounds; round++)
            {
                if (await target.Workspace.ReadAsync(path, default) is WorkspaceOutcome<WorkspaceFile>.Done { Value: var file })
                {
                    Assert.DoesNotContain("outside", Encoding.UTF8.GetString(file.Content.Span), StringComparison.Ordinal);
                }

                if (round % 16 == 0)
                {
                    await target.Workspace.AppendAsync(path, "+"u8.ToArray(), default);
                }

                if (round % 16 == 8 && path != one)
                {
                    await target.Workspace.WriteAsync(path, "inside"u8.ToArray(), WriteMode.Replace, default);
                }
            }
        }
        finally
        {
            await over.CancelAsync();
            await swapping;
        }

        target.AssertOutsideUntouched();
    }
}
