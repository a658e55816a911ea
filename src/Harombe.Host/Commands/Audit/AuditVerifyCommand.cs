using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Harombe.Audit.Merkle;
using Harombe.Audit.Verification;
using Harombe.Host.Commands.Terminals;

namespace Harombe.Host.Commands.Audit;

/// <summary><c>harombe audit verify</c>: checks the file itself, without the host.</summary>
internal sealed class AuditVerifyCommand : Command
{
    private static readonly Option<string?> File = new("--file") { Description = "The audit.db to check; the one in the data folder when it is left out.", HelpName = "path" };
    private static readonly Option<string?> ExpectHead = new("--expect-head") { Description = "A head (size:hash) that was kept elsewhere, which must lie on the way to this one.", HelpName = "size:hash" };

    public AuditVerifyCommand(Surroundings here)
        : base("verify", "Check offline that no entry was changed, removed, added or moved. Exit 0 intact, 2 tampered, 1 could not check.")
    {
        Add(File);
        Add(ExpectHead);
        ExpectHead.Validators.Add(result =>
        {
            if (!TreeHead.TryParse(result.Tokens is [var token] ? token.Value : null, out _))
            {
                UsageFault.Add(result, "--expect-head takes the size and the hash that 'audit verify' printed before", "harombe audit verify --expect-head 42:<64 hex digits>");
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

        var expected = TreeHead.TryParse(run.Parsed.GetValue(ExpectHead), out var head) ? head : null;
        run.Say($"checking {file}, offline: the host is not asked");
        var verdict = await Task.Run(() => AuditVerification.Verify(file, expected, null, cancellationToken), cancellationToken).ConfigureAwait(false);
        var (code, form) = Read(file, verdict);
        if (run.Json)
        {
            run.WriteJson(form, VerdictJson.Default.VerdictForm);
            return code;
        }

        foreach (var line in Lines(verdict))
        {
            run.Terminal.Output.WriteLine(VisibleText.Line(line));
        }

        return code;
    }

    private static (int Code, VerdictForm Form) Read(string file, AuditVerdict verdict) => verdict switch
    {
        AuditVerdict.Intact intact => (ExitCode.Done, new VerdictForm("intact", file, intact.Head.ToString(), intact.Anchored, [.. intact.Indeterminate.Select(call => call.Value)], null, null)),
        AuditVerdict.Tampered tampered => (ExitCode.Tampered, new VerdictForm("tampered", file, null, null, null, tampered.Sequence, tampered.What)),
        AuditVerdict.CouldNotCheck could => (ExitCode.Failed, new VerdictForm("could-not-check", file, null, null, null, null, could.Why)),
        _ => throw new InvalidOperationException($"Unknown verdict {verdict.GetType().Name}."),
    };

    private static IEnumerable<string> Lines(AuditVerdict verdict) => verdict switch
    {
        AuditVerdict.Intact intact =>
        [
            $"intact: {intact.Head.Size} entries",
            $"head {intact.Head}",
            intact.Anchored > 0
                ? $"the expected head agrees with the first {intact.Anchored} entries"
                : "keep the head elsewhere: with --expect-head it also convicts somebody who rewrote all of the log",
            .. intact.Indeterminate.Select(call => $"nobody knows whether call {call} had its effect"),
        ],
        AuditVerdict.Tampered { Sequence: { } sequence } tampered => [$"TAMPERED at entry {sequence}: {tampered.What}"],
        AuditVerdict.Tampered tampered => [$"TAMPERED: {tampered.What}"],
        AuditVerdict.CouldNotCheck could => [$"could not check: {could.Why}"],
        _ => throw new InvalidOperationException($"Unknown verdict {verdict.GetType().Name}."),
    };
}

internal sealed record VerdictForm(string Verdict, string File, string? Head, long? Anchored, IReadOnlyList<string>? Indeterminate, long? Sequence, string? What);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(VerdictForm))]
internal sealed partial class VerdictJson : JsonSerializerContext;
