using System.Formats.Tar;
using System.IO.Compression;
using Harombe.Audit.Verification;
using Harombe.Host.Configuration;
using Harombe.Host.Hosting;
using Harombe.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Harombe.HostTests.State;

/// <summary>
/// The data folder of the first host that worked (commit 3d55ad9): an owner, a token, a finished conversation, a file that a person approved, and a question
/// that nobody had answered. Made by that build and never changed since.
/// </summary>
public sealed class FirstHostTests : IDisposable
{
    private const string Owner = "hrb_o_a9e721db8d0b885a1300de24284d1c56e7ecc5bf";
    private const string Ide = "hrb_c_53df78d018c8da4eae9cb75eec5c67a2ced976c5";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_the_first_host_left_is_all_there_after_the_migrations_of_this_one()
    {
        await UnpackAsync();
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 26, 16, 27, 30, TimeSpan.Zero));
        await using var app = Build(clock);
        await HarombeHost.StartAsync(app, CancellationToken.None);
        using var owner = new HostApi(app.Services.GetRequiredService<ListeningAddress>().Url, Owner);

        Assert.True(await owner.IsReadyAsync());
        var tokens = (await owner.GetAsync("/tokens")).GetRawText();
        Assert.Contains("\"ide\"", tokens, StringComparison.Ordinal);
        using var ide = owner.As(Ide);
        Assert.Contains("files.read", (await ide.GetAsync("/tools")).GetRawText(), StringComparison.Ordinal);

        Assert.Equal(3, (await owner.GetAsync("/chat")).GetArrayLength());
        var told = await owner.EndOfTurnAsync("ses_2cd5a8bb82ee32860519c8ab937c0b1f");
        Assert.Equal(["session", "tool_call", "tool_result", "token", "message", "done"], told.Select(item => item.Kind).Distinct());
        Assert.Contains("2026-11-26T16:27:13+00:00", told.First(item => item.Kind == "tool_result").Value.GetRawText(), StringComparison.Ordinal);

        // The first host sealed no questions, so the one that it left is taken back, on the record, and its turn ends with that: nothing runs.
        Assert.Empty(await owner.ApprovalsAsync("waiting"));
        Assert.Equal("apr_5b47e3dec6f695dac8578ca66bdcaae9", Assert.Single(await owner.AuditAsync("approval.withdrawn")).GetProperty("approval").GetString());
        using (var answer = await owner.AnswerAsync("apr_5b47e3dec6f695dac8578ca66bdcaae9", yes: true))
        {
            Assert.Contains("approval.", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        var ended = await owner.EndOfTurnAsync("ses_05c2c83b647eebfb5e066f1fde8733e5");
        Assert.True(ended.Last(item => item.Kind == "tool_result").Value.GetRawText().Contains("approval.", StringComparison.Ordinal), ended.Last(item => item.Kind == "tool_result").Value.GetRawText());
        Assert.False(File.Exists(folder["data/workspace/second.txt"]));
        Assert.Equal(2, (await owner.AuditAsync("call.outcome")).Count);
        await app.StopAsync();
        var verdict = Assert.IsType<AuditVerdict.Intact>(AuditVerification.Verify(folder["data/audit.db"], null, null, CancellationToken.None));
        Assert.True(verdict.Head.Size > 12, $"{verdict.Head.Size} entries");
    }

    private async Task UnpackAsync()
    {
        var data = folder["data"];
        DataFolder.Make(data);
        await using var packed = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "State", "first-working-host.tar.gz"));
        await using var unzipped = new GZipStream(packed, CompressionMode.Decompress);
        await TarFile.ExtractToDirectoryAsync(unzipped, data, overwriteFiles: false);
    }

    private WebApplication Build(TimeProvider clock)
    {
        var environment = new Dictionary<string, string> { ["HAROMBE__DATA__FOLDER"] = folder["data"], ["HAROMBE__SERVER__PORT"] = "0" };
        var loaded = Assert.IsType<ConfigurationOutcome.Loaded>(ConfigurationLoading.Load(new ConfigurationSources(null, folder.Path, environment, [])));
        return HarombeHost.Build(loaded.Configuration, services => services.AddSingleton(clock));
    }
}
