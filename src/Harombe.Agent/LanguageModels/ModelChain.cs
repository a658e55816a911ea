using Harombe.Agent.LanguageModels.Keys;
using Harombe.Core.Calls;
using Microsoft.Extensions.Logging;

namespace Harombe.Agent.LanguageModels;

/// <summary>The models of one turn: the one that was chosen, and those that may take its place. Connects to one at a time, each with a lease of its own key. Not thread-safe.</summary>
internal sealed partial class ModelChain(LanguageModels models, string chosen, Asker asker, ILogger log) : IAsyncDisposable
{
    private readonly Queue<string> next = new([chosen, .. models.Find(chosen)?.Fallback ?? []]);

    /// <summary>The model that answers now; null before <see cref="ConnectAsync"/>.</summary>
    public LanguageModel? Current { get; private set; }

    /// <summary>Whether another model may be asked in the place of this one.</summary>
    public bool HasNext => next.Count > 0;

    /// <summary>The model that answers now, or why there is none.</summary>
    public async ValueTask<(LanguageModel? Model, Reason? Fault)> ConnectAsync(CancellationToken cancellationToken) =>
        Current is not null ? (Current, null) : await NextAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>The next model of the chain in the place of this one, or why it is not to be had.</summary>
    public async ValueTask<(LanguageModel? Model, Reason? Fault)> NextAsync(CancellationToken cancellationToken)
    {
        await DisposeAsync().ConfigureAwait(false);
        Current = null;
        var (model, fault) = await models.ConnectAsync(next.Dequeue(), asker, cancellationToken).ConfigureAwait(false);
        Current = model;
        return (model, fault);
    }

    /// <summary>Gives the key of the model that answered last back.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Current is not { } current)
        {
            return;
        }

        try
        {
            await current.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // What was asked has its answer, and a turn that waits for a person must not end over this. The key is gone from here all the same; its lease stays
            // in the book, and the next start ends it there.
            NotGivenBack(log, current.Name, e);
        }
    }

    [LoggerMessage(LogLevel.Error, "The lease of the key of {Model} is over, but that could not be recorded; the next start does")]
    private static partial void NotGivenBack(ILogger log, string model, Exception cause);
}
