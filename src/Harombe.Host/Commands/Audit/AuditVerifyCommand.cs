using System.CommandLine;
using System.Globalization;
using Harombe.Audit.Checkpoints;
using Harombe.Audit.Merkle;
using Harombe.Audit.Verification;
using Harombe.Core.Display;

namespace Harombe.Host.Commands.Audit;

/// <summary><c>harombe audit verify</c>: checks the file itself, without the host.</summary>
internal sealed class AuditVerifyCommand : Command
{
    private const long Stride = 1_000_000;
    private static readonly Option<string?> File = new("--file") { Description = "The audit.db to check; the one in the data folder when it is left out.", HelpName = "path" };
    private static readonly Option<string?> ExpectHead = new("--expect-head") { Description = "A head (size:hash) that was kept elsewhere, which must lie on the way to this one.", HelpName = "size:hash" };
    private static readonly Option<string?> Key = new("--key") { Description = "The log's public key, or a file that holds it; audit.pub beside the file when it is left out.", HelpName = "key" };
    private static readonly Option<string[]> Anchor = new("--anchor") { Description = "A file of checkpoints that was kept elsewhere; may be given again.", HelpName = "path" };
    private static readonly Option<string[]> Witness = new("--witness") { Description = "The public key of a witness whose word counts; may be given again.", HelpName = "key" };

    public AuditVerifyCommand(Surroundings here)
        : base("verify", "Check offline that no entry was changed, removed, added or moved. Exit 0 intact, 2 tampered, 1 could not check.")
    {
        Add(File);
        Add(ExpectHead);
        Add(Key);
        Add(Anchor);
        Add(Witness);
        ExpectHead.Validators.Add(result =>
        {
            if (!TreeHead.TryParse(result.Tokens is [var token] ? token.Value : null, out _))
            {
                UsageFault.Add(result, "--expect-head takes the size and the hash that 'audit verify' printed before", "harombe audit verify --expect-head 42:<64 hex digits>");
            }
        });
        Witness.Validators.Add(result =>
        {
            if (!result.Tokens.All(token => VerifierKey.TryParse(token.Value, out var key) && key.Type == VerifierKey.Cosigning))
            {
                UsageFault.Add(result, "--witness takes a witness's public key", "harombe audit verify --witness witness.example+<8 hex digits>+<base64>");
            }
        });
        SetAction((parsed, cancellationToken) => RunAsync(here.Begin(parsed), cancellationToken));
    }

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        var file = run.Parsed.GetValue(File);
        if (file is null)
        {
            if (run.Configure().Failed(out var stop, out var loaded))
            {
                return run.Fail(stop);
            }

            file = Path.Combine(loaded.Configuration.Data.Folder, "audit.db");
        }

        if (KeyOf(run.Parsed.GetValue(Key), file).Failed(out var unusable, out var key))
        {
            return run.Fail(unusable);
        }

        run.Say($"checking {file}, offline: the host is not asked");
        var request = new VerificationRequest
        {
            Key = key.Key,
            Expected = TreeHead.TryParse(run.Parsed.GetValue(ExpectHead), out var head) ? head : null,
            Anchors = [.. (run.Parsed.GetValue(Anchor) ?? []).Select(path => (path, System.IO.File.ReadAllText(path)))],
            Witnesses = [.. (run.Parsed.GetValue(Witness) ?? []).Select(text => VerifierKey.TryParse(text, out var witness) ? witness : throw new FormatException("No key."))],
            Progress = new Steps(run),
        };
        var verdict = await Task.Run(() => AuditVerification.Verify(file, request, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (run.Json)
        {
            run.WriteJson(VerdictForm.Of(file, verdict), VerdictJson.Default.VerdictForm);
        }
        else
        {
            foreach (var line in VerdictLines.Of(verdict, key.Source))
            {
                run.Terminal.Output.WriteLine(VisibleText.Line(line));
            }
        }

        return verdict switch
        {
            AuditVerdict.Intact => ExitCode.Done,
            AuditVerdict.Tampered => ExitCode.Tampered,
            _ => ExitCode.Failed,
        };
    }

    private static Answer<GivenKey> KeyOf(string? given, string file)
    {
        var beside = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file)) ?? ".", "audit.pub");
        var path = given ?? (System.IO.File.Exists(beside) ? beside : null);
        if (path is null)
        {
            return new GivenKey(null, null);
        }

        var text = System.IO.File.Exists(path) ? System.IO.File.ReadAllText(path) : path;
        return VerifierKey.TryParse(text, out var key)
            ? new GivenKey(key, given is null ? "audit.pub beside the file" : "the key that was given")
            : new Stop(ExitCode.Failed, "audit.key", $"{path} is no public key of a log and no file that holds one.", "Take the line from audit.pub in the data folder, or from 'harombe audit stats'.");
    }

    private sealed record GivenKey(VerifierKey? Key, string? Source);

    private sealed class Steps(Invocation run) : IProgress<long>
    {
        private long told;

        public void Report(long value)
        {
            if (value / Stride > told)
            {
                told = value / Stride;
                run.Say(string.Create(CultureInfo.InvariantCulture, $"  {value:N0} entries"));
            }
        }
    }
}
