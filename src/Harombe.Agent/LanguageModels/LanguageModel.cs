using Harombe.Agent.Budgets;
using Harombe.Agent.LanguageModels.Keys;
using Harombe.Agent.LanguageModels.Privacy;
using Harombe.Agent.LanguageModels.Transport;
using Harombe.Core.Calls;
using Harombe.Core.Privacy;
using Harombe.Core.Secrets;
using Harombe.Core.Tools;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Harombe.Agent.LanguageModels;

/// <summary>A model that is ready to be asked, for the length of one turn. Disposing it gives its key back. Not thread-safe.</summary>
internal sealed class LanguageModel : IAsyncDisposable
{
    private readonly ILanguageModelProvider provider;
    private readonly ILease? lease;
    private readonly DeclaredSchemas schemas;

    /// <param name="settings">Which model.</param>
    /// <param name="provider">Whose it is.</param>
    /// <param name="lease">The lease of its key; owned from here on. Null for a model without a key.</param>
    /// <param name="personal">Finds what a model that hides personal data must not see.</param>
    public LanguageModel(ModelSettings settings, ILanguageModelProvider provider, ILease? lease, IPersonalDataFinder personal)
    {
        Settings = settings;
        this.provider = provider;
        this.lease = lease;
        // A lease that was taken back meanwhile has no placeholder any more: this one resolves to nothing, so that the first request says so.
        var client = provider.Connect(settings, settings.Key is { } key ? (lease?.PlaceholderOf(key) ?? Placeholder.For(key)).Wire : null);
        Replies = new WatchedReplies(new MeasuredReplies(settings.Streams ? client : new WholeReplies(client), settings.Provider, settings.Id.Length > 0 ? settings.Id : settings.Provider));
        schemas = new DeclaredSchemas(settings.HidesPersonalData ? new PseudonymizingClient(Replies, personal) : Replies);
        Service = schemas.AsChatCompletionService();
    }

    /// <summary>Which model it is.</summary>
    public ModelSettings Settings { get; }

    public string Name => Settings.Name;

    public IChatCompletionService Service { get; }

    /// <summary>What is known of the last reply.</summary>
    public WatchedReplies Replies { get; }

    /// <summary>Whether it reads such a file as it is.</summary>
    public bool Reads(string mediaType) => provider.Reads(mediaType);

    /// <summary>The tools that the next request offers.</summary>
    /// <param name="tools">All of them.</param>
    /// <param name="wish">What else was asked for: which tool, how long, how warm.</param>
    public void Offer(IReadOnlyList<ToolDefinition> tools, Action<ChatOptions>? wish) => (schemas.Tools, schemas.Wish) = (tools, wish);

    /// <summary>What it means that asking failed so. The message may quote the request: redact it before it is shown.</summary>
    public ModelFault Explain(Exception fault)
    {
        for (Exception? cause = fault; cause is not null; cause = cause.InnerException)
        {
            if (Own(cause) is { } known)
            {
                return known;
            }
        }

        for (Exception? cause = fault; cause is not null; cause = cause.InnerException)
        {
            if (provider.Explain(cause, Settings) is { } known)
            {
                return known;
            }
        }

        return new(new Reason("model.failed", $"'{Name}' could not answer: {fault.Message}", $"{StatusFaults.Again} 'harombe config show' tells which model is set."), Outage: false);
    }

    public async ValueTask DisposeAsync()
    {
        schemas.Dispose();
        if (lease is not null)
        {
            await lease.DisposeAsync().ConfigureAwait(false);
        }
    }

    private ModelFault? Own(Exception cause) => cause switch
    {
        CutShortException => new(new Reason("model.cut", $"The answer of '{Name}' broke off in the middle; that part is not kept.", "Nothing else is lost: send the next message to go on."), Outage: true),
        KeyGoneException => new(
            new Reason("model.key", $"The key in {Settings.Key} was taken back while '{Name}' was being asked; nothing more is sent with it.", "Send the next message to go on: if it is refused, it says why."), Outage: false),
        BudgetSpentException spent => new(spent.Reason, Outage: false),
        TimeoutException => new(new Reason("model.timeout", $"'{Name}' took too long to answer.", StatusFaults.Again), Outage: true),
        OversizedReplyException oversized => new(
            new Reason("budget.reply", $"'{Name}' answered with more than {oversized.Most} bytes; that answer is not kept.", "Raise limits.reply in harombe.yaml if such answers are wanted, or send the next message to go on."), Outage: false),
        _ => null,
    };
}
