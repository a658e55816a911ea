using System.Collections.Concurrent;
using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Guard;
using Harombe.Core.Labels;
using Harombe.Core.Principals;
using Harombe.Core.Tools;

namespace Harombe.Policy.Approvals.Previews;

/// <summary>
/// Runs the tool by which another one tells what it would do. It goes down the guarded road like every call: decided, recorded, scanned; it must only read, nobody is
/// asked about it, and it has a few seconds. Once for each question and kind of reader, however often somebody looks. Thread-safe.
/// </summary>
internal sealed class DryRuns(Func<GuardedKernel?> road, ToolCatalogs tools, TimeProvider time) : IDryRuns
{
    private const int Most = 256;
    private const int MostLines = 200;
    private const int LongestLine = 400;
    private const int MostLinesInDialogue = 20;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<(ApprovalId, DryRunFor), Lazy<Task<PreviewChange?>>> known = new();

    /// <summary>For those who may answer; null where the tool offers none.</summary>
    public async ValueTask<PreviewChange?> OfAsync(Approval approval, CancellationToken cancellationToken) => NameOf(approval) is { } name
        ? await OnceAsync(approval, name, DryRunFor.Approver).WaitAsync(cancellationToken).ConfigureAwait(false)
        : null;

    public async ValueTask<IReadOnlyList<string>?> ForCallerAsync(Approval approval, Principal caller, CancellationToken cancellationToken)
    {
        if (NameOf(approval) is not { } name || caller.Id != approval.Principal || !caller.Tools.Covers(name)
            || await OnceAsync(approval, name, DryRunFor.Caller).WaitAsync(cancellationToken).ConfigureAwait(false) is not { } shown)
        {
            return null;
        }

        var left = shown.LeftOut + Math.Max(0, shown.Lines.Count - MostLinesInDialogue);
        return [shown.What, .. shown.Lines.Take(MostLinesInDialogue), .. left > 0 ? [$"{left} more lines are not shown"] : Array.Empty<string>()];
    }

    // Of the same source: nobody else knows what it would do. Not of arguments that are not shown: the dry run would be of others, or show them.
    private ToolName? NameOf(Approval approval) => approval is { State: ApprovalState.Waiting, WithheldSeal: null } && tools.FindByName(approval.Tool) is { DryRun: { } name } tool
        && tools.FindByName(name) is { } other && other.Origin == tool.Origin ? name : null;

    private Task<PreviewChange?> OnceAsync(Approval approval, ToolName name, DryRunFor reader)
    {
        if (known.Count >= Most)
        {
            known.Clear();
        }

        return known.GetOrAdd((approval.Id, reader), _ => new Lazy<Task<PreviewChange?>>(() => RunAsync(approval, name, reader))).Value;
    }

    private async Task<PreviewChange?> RunAsync(Approval approval, ToolName name, DryRunFor reader)
    {
        if (road() is not { } kernel)
        {
            return null;
        }

        using var deadline = new CancellationTokenSource(Longest, time);
        var result = await kernel.InvokeAsync(
            new CallRequest
            {
                Id = CallId.New(),
                Tool = name.Value,
                Arguments = approval.Arguments,
                Principal = new Principal(approval.Principal, TokenKinds.Caller, ToolScope.Of(name.Value)),
                Session = approval.Session,
                Face = Face.Api,
                Label = Label.OfClient,
                DryRun = reader,
            },
            deadline.Token).ConfigureAwait(false);
        return result switch
        {
            CallResult.Completed { Content: var content } => Shown($"{name} says what it would do:", content.ReadText),
            CallResult.Refused { Reason: var reason } => Shown($"{name} could not be asked what it would do: {reason.Message}", ""),
            CallResult.Failed { Reason: var reason } => Shown($"{name} could not say what it would do: {reason.Message}", ""),
            _ => null,
        };
    }

    // The road has scanned it; what can't be seen is made visible here.
    private static PreviewChange Shown(string what, string text)
    {
        var lines = text.Length == 0 ? [] : text.Split('\n');
        return new PreviewChange(Cut(what), [.. lines.Take(MostLines).Select(Cut)], Math.Max(0, lines.Length - MostLines));
    }

    private static string Cut(string line) => line.Length <= LongestLine
        ? SeenText.Visible(line) : $"{SeenText.Visible(line.AsSpan(0, LongestLine))} [{line.Length - LongestLine} more characters]";
}
