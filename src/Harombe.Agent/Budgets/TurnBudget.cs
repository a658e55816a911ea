using Harombe.Agent.LanguageModels;
using Harombe.Core.Calls;
using Harombe.Core.Conversations;
using Microsoft.Extensions.AI;

namespace Harombe.Agent.Budgets;

/// <summary>The budgets as one turn meets them: asked before each answer of a model and each call, told of what they took. Thread-safe.</summary>
internal sealed class TurnBudget(BudgetBook book, Prices prices, AgentOptions options, TimeProvider clock)
{
    // What a provider that counts no tokens is counted with: about what English text and JSON have in every tokenizer.
    private const int CharactersPerToken = 4;

    /// <summary>The budget that is spent before the next answer; null when the model may be asked.</summary>
    public async ValueTask<Reason?> RefuseAsync(Turn turn, IReadOnlyList<Message> messages, CancellationToken cancellationToken) =>
        RepeatedCalls.Find(messages, options.MaxRepeats) ?? (await book.LeftAsync(turn, cancellationToken).ConfigureAwait(false)).Spent;

    /// <summary>Takes one call; null when it may run.</summary>
    public ValueTask<Reason?> TakeCallAsync(Turn turn, string tool, CancellationToken cancellationToken) => book.TakeCallAsync(turn, tool, cancellationToken);

    /// <summary>Counts the time that a run of calls took. Not cancelled: what was spent was spent.</summary>
    public async ValueTask SpendTimeAsync(Turn turn, long began) => await book.SpendTimeAsync(turn, clock.GetElapsedTime(began), CancellationToken.None).ConfigureAwait(false);

    /// <summary>A moment to measure from.</summary>
    public long Now() => clock.GetTimestamp();

    /// <summary>Watches over one answer of a model.</summary>
    /// <exception cref="BudgetSpentException">The model must not be asked.</exception>
    public async ValueTask<AnswerBudget> WatchAsync(Turn turn, LanguageModel model, CancellationToken cancellationToken)
    {
        if (prices.Refuse(model.Settings) is { } refused)
        {
            throw new BudgetSpentException(refused);
        }

        return new AnswerBudget(await book.LeftAsync(turn, cancellationToken).ConfigureAwait(false), options.MaxArguments, clock);
    }

    /// <summary>Counts an answer, whole or cut off, by its provider's count or else by its length.</summary>
    public ValueTask<UsageDetails> SpendAsync(Turn turn, LanguageModel model, AnswerBudget answer, int asked)
    {
        var usage = model.Replies.Usage ?? new UsageDetails { InputTokenCount = asked / CharactersPerToken, OutputTokenCount = answer.Characters / CharactersPerToken };
        return CountAsync(turn, model.Settings, answer.Elapsed, usage);
    }

    private async ValueTask<UsageDetails> CountAsync(Turn turn, ModelSettings model, TimeSpan time, UsageDetails usage)
    {
        await book.SpendAsync(turn, time, (usage.InputTokenCount ?? 0) + (usage.OutputTokenCount ?? 0), prices.CostOf(model, usage), CancellationToken.None).ConfigureAwait(false);
        return usage;
    }
}

/// <summary>What one answer may take, while it comes. Used by one answer; not thread-safe.</summary>
internal sealed class AnswerBudget(BudgetLeft left, long maxArguments, TimeProvider clock)
{
    private const int CharactersPerToken = 4;
    private readonly long began = clock.GetTimestamp();

    /// <summary>What has come so far.</summary>
    public long Characters { get; private set; }

    public TimeSpan Elapsed => clock.GetElapsedTime(began);

    /// <summary>How long it may take; null without a limit.</summary>
    public TimeSpan? Time => left.Time;

    /// <summary>What it means that it took longer.</summary>
    public Reason? TimeSpent => left.TimeSpent;

    /// <summary>Counts what came.</summary>
    /// <exception cref="BudgetSpentException">It is more than is left.</exception>
    public void Take(int characters)
    {
        Characters += characters;
        if (left.Tokens is { } tokens && Characters / CharactersPerToken > tokens)
        {
            throw new BudgetSpentException(left.TokensSpent!); // not null: it comes with the number
        }
    }

    /// <summary>Looks at the arguments of one call.</summary>
    /// <exception cref="BudgetSpentException">They are larger than any tool takes.</exception>
    public void TakeArguments(string tool, long length)
    {
        if (length > maxArguments)
        {
            throw new BudgetSpentException(BudgetReasons.Arguments(tool, maxArguments));
        }
    }
}
