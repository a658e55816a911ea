using System.Text;
using Harombe.Agent.Budgets;
using Harombe.Agent.LanguageModels;
using Harombe.Core.Calls;
using Harombe.Core.Secrets;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace Harombe.Agent.Chat;

/// <summary>An answer while the model speaks: shows its text as it comes, gathers its calls, and counts both. Used by one answer; not thread-safe.</summary>
internal sealed class SpokenReply(LanguageModel model, ISecretScanner scanner, TurnVoice voice, AnswerBudget budget)
{
    private readonly StringBuilder text = new();
    private readonly StreamedRedaction held = new(scanner);
    private readonly GatheredCalls calls = new();

    public AnswerBudget Budget => budget;

    /// <summary>What it took, once it is counted.</summary>
    public UsageDetails? Usage { get; set; }

    /// <exception cref="BudgetSpentException">That was more than is left.</exception>
    public async ValueTask AddAsync(StreamingKernelContent item, CancellationToken cancellationToken)
    {
        if (item is StreamingTextContent { Text: { Length: > 0 } piece })
        {
            text.Append(piece);
            await voice.TokenAsync(held.Add(piece), cancellationToken).ConfigureAwait(false);
            budget.Take(piece.Length);
        }
        else if (item is StreamingFunctionCallUpdateContent call)
        {
            budget.TakeArguments(call.Name ?? "a tool", calls.Add(call));
            budget.Take(call.Arguments?.Length ?? 0);
        }
    }

    /// <summary>The whole of it.</summary>
    /// <param name="cut">The budget that cut it off; what was said is kept then, and its calls are not.</param>
    /// <param name="cancellationToken">Gives up telling it.</param>
    public async ValueTask<Reply> EndAsync(Reason? cut, CancellationToken cancellationToken)
    {
        var end = cut ?? Refusal();
        var note = Note(cut);
        text.Append(note);
        await voice.TokenAsync(held.Add(note) + held.Flush(), cancellationToken).ConfigureAwait(false);
        await voice.UsageAsync(model.Name, Usage, cancellationToken).ConfigureAwait(false);
        return new Reply(scanner.Redact(text.ToString()).Value, end is null ? calls.ToRequests(scanner, model.Replies) : []) { End = end };
    }

    // What came with calls and then declined asks for nothing: its calls are dropped with it.
    private Reason? Refusal() => model.Replies.Refusal is { } words ? StatusFaults.Refused(model.Settings, scanner.Redact(words).Value).Reason : null;

    // An answer that was stopped must not read like one that was finished.
    private string Note(Reason? cut) =>
        cut is not null ? $"{(text.Length > 0 ? "\n" : "")}[cut: {cut.Rule}]"
        : model.Replies.Finish == ChatFinishReason.Length ? "\n[cut: the model reached the longest answer it may give]"
        : model.Replies.Refusal is { } words ? $"{(text.Length > 0 ? "\n" : "")}[declined: {(words.Length > 0 ? words : "the model's provider stopped the answer")}]"
        : "";
}
