using System.Diagnostics;
using System.Text.Json;
using Harombe.Audit.Entries;
using Harombe.Audit.Verification;
using Harombe.Core.Calls;
using Harombe.RealTests.Gateway;
using Harombe.Testing;
using Harombe.Tests.Audit;

namespace Harombe.RealTests.Audit;

/// <summary>What a writer has acknowledged, against everything that can end it.</summary>
public sealed class DurabilityTests
{
    [Fact]
    public async Task A_writer_killed_at_any_moment_has_lost_nothing_that_it_acknowledged()
    {
        using var folder = new AuditFolder();
        var promised = new Dictionary<long, CallId>();
        for (var round = 0; round < Rounds.Of(4, 200); round++)
        {
            using var writer = WriterProcess.Start(folder.Options.Folder);
            await LoadAsync(writer, Random.Shared.Next(1, 3000));
            await writer.KillAsync();

            Promise(promised, writer);
            Assert.Equal([], await MissingAsync(folder, promised));
        }
    }

    [RealFact("gcc")]
    public async Task A_power_cut_that_takes_every_write_that_was_not_yet_synced_takes_nothing_that_was_acknowledged()
    {
        var library = await BuildAsync();
        for (var round = 0; round < Rounds.Of(4, 60); round++)
        {
            Assert.Equal([], await CutAsync(library, "FULL"));
        }
    }

    [RealFact("gcc")]
    public async Task The_same_power_cut_does_take_acknowledged_entries_when_the_record_is_not_synced()
    {
        var library = await BuildAsync();
        for (var round = 0; round < 10; round++)
        {
            if ((await CutAsync(library, "OFF")).Count > 0)
            {
                return;
            }
        }

        Assert.Fail("Nothing was lost without synchronisation, so the test with it shows nothing.");
    }

    [RealTheory("gcc")]
    [InlineData("enospc", "the disk is full")]
    [InlineData("eio", "failed in the file system")]
    public async Task A_disk_that_fails_refuses_with_the_reason_and_the_same_process_goes_on_when_it_is_well_again(string fault, string reason)
    {
        using var folder = new AuditFolder();
        var switched = Path.Combine(folder.Options.Folder, fault);
        using var writer = WriterProcess.Start(folder.Options.Folder, preload: await BuildAsync());
        for (var round = 0; round < Rounds.Of(3, 30); round++)
        {
            var before = writer.Refusals.Count;
            await LoadAsync(writer, writer.Acknowledged.Count + Random.Shared.Next(1, 500));
            await File.WriteAllTextAsync(switched, "");
            await Eventually.BeAsync("entries are refused", () => writer.Refusals.Count > before);
            var during = writer.Acknowledged.Count;
            File.Delete(switched);
            await LoadAsync(writer, during + 100);
        }

        await writer.KillAsync();
        Assert.All(writer.Refusals, refusal => Assert.Matches($"{reason}|can't be opened|locked|failed", refusal));
        Assert.Contains(writer.Refusals, refusal => refusal.Contains(reason, StringComparison.Ordinal));
        Assert.Equal([], await MissingAsync(folder, writer.Acknowledged));
    }

    [RealTheory("gcc")]
    [InlineData("enospc")]
    [InlineData("eio")]
    [InlineData("cut")]
    public async Task A_disk_that_fails_while_bodies_are_erased_leaves_a_record_that_is_intact_and_what_was_said_to_be_erased_is_gone(string fault)
    {
        using var folder = new AuditFolder();
        var switched = Path.Combine(folder.Options.Folder, fault);
        using var writer = WriterProcess.Start(folder.Options.Folder, preload: await BuildAsync(), erasing: true);
        for (var round = 0; round < Rounds.Of(2, 20) && !writer.HasEnded; round++)
        {
            var before = writer.Erased;
            await Eventually.BeAsync("bodies are erased", () => writer.Erased > before);
            await File.WriteAllTextAsync(switched, "");
            var refusals = writer.Refusals.Count;
            await Eventually.BeAsync("the disk has failed", () => writer.HasEnded || writer.Refusals.Count > refusals + 10);
            File.Delete(switched);
        }

        await (fault == "cut" ? writer.EndAsync() : writer.KillAsync());
        await using (var log = folder.Open())
        {
            await log.RecoverAsync(default);
        }

        Assert.True(Assert.IsType<AuditVerdict.Intact>(folder.Verify()).Erased >= writer.Erased);
        using var connection = folder.Raw();
        foreach (var (sequence, call) in writer.Acknowledged)
        {
            Assert.Equal(call.Value, connection.One($"SELECT call FROM entries WHERE sequence = {sequence}"));
        }
    }

    private static async Task LoadAsync(WriterProcess writer, int count) =>
        await Eventually.BeAsync($"{count} entries are acknowledged", 
            () => writer.Acknowledged.Count >= count || (writer.HasEnded ? throw new InvalidOperationException("The writer has ended by itself.") : false));

    private static async Task<List<string>> CutAsync(string library, string synchronous)
    {
        using var folder = new AuditFolder();
        using var writer = WriterProcess.Start(folder.Options.Folder, synchronous, library);
        await LoadAsync(writer, Random.Shared.Next(1, 2000));
        await File.WriteAllTextAsync(Path.Combine(folder.Options.Folder, "cut"), "");
        await writer.EndAsync();
        File.Delete(Path.Combine(folder.Options.Folder, "cut"));
        return await MissingAsync(folder, writer.Acknowledged);
    }

    // The record must be intact, and hold each promised entry under its number.
    private static async Task<List<string>> MissingAsync(AuditFolder folder, IReadOnlyDictionary<long, CallId> promised)
    {
        // A restart first: what was being moved out of the write-ahead log is part of what it recovers.
        await using (var log = folder.Open())
        {
            try
            {
                await log.RecoverAsync(default);
            }
            catch (Harombe.Core.Audit.AuditUnavailableException e)
            {
                return [e.Message];
            }
        }

        if (folder.Verify() is not AuditVerdict.Intact)
        {
            return [folder.Verify().ToString()];
        }

        var missing = new List<string>();
        using var file = Harombe.Audit.Export.RecordFile.Open(folder.File);
        foreach (var (sequence, call) in promised)
        {
            if (file.Entry(sequence) is not { } entry || JsonDocument.Parse(entry).RootElement.GetProperty("call").GetString() != call.Value)
            {
                missing.Add($"{sequence} {call}");
            }
        }

        return missing;
    }

    private static void Promise(Dictionary<long, CallId> promised, WriterProcess writer)
    {
        foreach (var (sequence, call) in writer.Acknowledged)
        {
            promised.Add(sequence, call);
        }
    }

    internal static async Task<string> BuildAsync()
    {
        var (source, library) = (Path.Combine(AppContext.BaseDirectory, "Audit", "lost_writes.c"), Path.Combine(AppContext.BaseDirectory, "Audit", $"lost_writes.{Environment.ProcessId}.so"));
        if (!File.Exists(library))
        {
            using var gcc = Process.Start("gcc", ["-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", library, source, "-ldl"]);
            await gcc.WaitForExitAsync();
            Assert.Equal(0, gcc.ExitCode);
        }

        return library;
    }
}
