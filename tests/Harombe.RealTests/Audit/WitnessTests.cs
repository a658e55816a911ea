using System.Diagnostics;
using Harombe.Audit.Anchors;
using Harombe.Audit.Checkpoints;
using Harombe.Audit.Verification;
using Harombe.RealTests.Gateway;
using Harombe.Tests.Audit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Harombe.RealTests.Audit;

/// <summary>A witness in another language, written from the specification alone, and git, over the wire.</summary>
public sealed class WitnessTests
{
    private static readonly string Seed = new('7', 64);

    [RealFact("python3")]
    public async Task A_witness_cosigns_what_grew_and_its_word_anchors_the_record()
    {
        await using var folder = new SignedFolder();
        await folder.OpenAsync();
        using var witness = Start(folder, out var key, out var url);
        try
        {
            folder.Folder.Options.Witnesses.Add($"{key} {url}");
            var anchoring = Anchoring(folder);
            foreach (var count in (int[])[1, 5, 300])
            {
                await folder.AppendAsync([.. Enumerable.Range(0, count).Select(i => Sample.Host($"{i}"))]);
                var round = await anchoring.PublishAsync(default);
                Assert.Empty(round.Failed);
                Assert.NotNull(Cosignature.TimeOf(round.Note!, key));
            }

            // A host that has started anew doesn't know what the witness has seen; the witness says so.
            await folder.AppendAsync(Sample.Host());
            Assert.Empty((await Anchoring(folder).PublishAsync(default)).Failed);

            var request = new VerificationRequest { Key = folder.Key, Witnesses = [key] };
            var intact = Assert.IsType<AuditVerdict.Intact>(AuditVerification.Verify(folder.Folder.File, request, default));
            Assert.Equal((308, 308), (intact.Head.Size, intact.Anchored));
            Assert.Contains("witness.example/w1", intact.AnchoredBy, StringComparison.Ordinal);
            Assert.Null(intact.UnanchoredSince);
        }
        finally
        {
            witness.Kill();
        }
    }

    [RealFact("python3")]
    public async Task A_record_that_was_rewritten_with_the_real_key_gets_no_cosignature()
    {
        var secrets = new SecretsInMemory();
        await using var folder = new SignedFolder(secrets);
        await folder.OpenAsync();
        using var witness = Start(folder, out var key, out var url);
        try
        {
            folder.Folder.Options.Witnesses.Add($"{key} {url}");
            await folder.AppendAsync(Sample.Host("true"), Sample.Host("true"));
            Assert.Empty((await Anchoring(folder).PublishAsync(default)).Failed);
            await using var forged = new SignedFolder(secrets);
            forged.Folder.Options.Witnesses.Add($"{key} {url}");
            await forged.OpenAsync();
            await forged.AppendAsync(Sample.Host("false"), Sample.Host("false"), Sample.Host("false"));

            var round = await Anchoring(forged).PublishAsync(default);

            Assert.Contains("answered", Assert.Single(round.Failed).Why, StringComparison.Ordinal);
            Assert.Null(Cosignature.TimeOf(round.Note!, key));
        }
        finally
        {
            witness.Kill();
        }
    }

    [RealFact("git")]
    public async Task Checkpoints_are_committed_to_a_git_repository_and_pushed_to_its_upstream()
    {
        await using var folder = new SignedFolder();
        await folder.OpenAsync();
        var (upstream, clone) = (Path.Combine(folder.Folder.Options.Folder, "upstream.git"), Path.Combine(folder.Folder.Options.Folder, "clone"));
        Git("init", "--quiet", "--bare", "-b", "main", upstream);
        Git("clone", "--quiet", upstream, clone);
        await File.WriteAllTextAsync(Path.Combine(clone, "README"), "anchors\n");
        Git("-C", clone, "add", "README");
        Git("-C", clone, "-c", "user.name=t", "-c", "user.email=t@t.invalid", "commit", "--quiet", "-m", "begin");
        Git("-C", clone, "push", "--quiet", "-u", "origin", "HEAD");
        folder.Folder.Options.AnchorGit = clone;

        foreach (var version in (string[])["1", "2"])
        {
            await folder.AppendAsync(Sample.Host(version));
            Assert.Empty((await Anchoring(folder).PublishAsync(default)).Failed);
        }

        var pushed = Git("-C", upstream, "show", "HEAD:checkpoints");
        var request = new VerificationRequest { Key = folder.Key, Anchors = [("git", pushed)] };
        Assert.Equal(3, Assert.IsType<AuditVerdict.Intact>(AuditVerification.Verify(folder.Folder.File, request, default)).Anchored);
    }

    private static Anchoring Anchoring(SignedFolder folder)
    {
        var http = new ServiceCollection().AddHttpClient().BuildServiceProvider().GetRequiredService<IHttpClientFactory>();
        return new Anchoring(folder.Log, folder.Checkpoints, Options.Create(folder.Folder.Options), http, TimeProvider.System, NullLogger<Anchoring>.Instance);
    }

    private static Process Start(SignedFolder folder, out VerifierKey key, out string url)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Audit", "witness.py");
        var witness = Process.Start(new ProcessStartInfo("python3", [program, folder.Folder.Options.Origin, folder.Key.ToString(), "witness.example/w1", Seed]) { RedirectStandardOutput = true })!;
        Assert.True(VerifierKey.TryParse(witness.StandardOutput.ReadLine(), out key!));
        url = witness.StandardOutput.ReadLine()!;
        return witness;
    }

    private static string Git(params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = git.StandardOutput.ReadToEnd();
        var fault = git.StandardError.ReadToEnd();
        git.WaitForExit();
        Assert.True(git.ExitCode == 0, fault);
        return said;
    }
}
