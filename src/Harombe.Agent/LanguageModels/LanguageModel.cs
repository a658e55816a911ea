using Harombe.Core.Calls;
using Harombe.Core.Tools;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Harombe.Agent.LanguageModels;

/// <summary>A model that is ready to be asked, for the length of one turn. Disposing it forgets its credential. Not thread-safe.</summary>
internal sealed class LanguageModel : IDisposable
{
    private readonly ILanguageModelProvider provider;
    private readonly DeclaredSchemas schemas;

    public LanguageModel(string name, ILanguageModelProvider provider, IChatClient client)
    {
        Name = name;
        this.provider = provider;
        Replies = new WatchedReplies(new MeasuredReplies(client, provider.Prefix, name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..]));
        schemas = new DeclaredSchemas(Replies);
        Service = schemas.AsChatCompletionService();
    }

    public string Name { get; }

    public IChatCompletionService Service { get; }

    /// <summary>What is known of the last reply.</summary>
    public WatchedReplies Replies { get; }

    /// <summary>The tools that the next request offers.</summary>
    public void Offer(IReadOnlyList<ToolDefinition> tools) => schemas.Tools = tools;

    /// <summary>What it means that asking failed so. The message may quote the request: redact it before it is shown.</summary>
    public Reason Explain(Exception fault) => fault switch
    {
        CutShortException => new Reason("model.cut", $"The answer of '{Name}' broke off in the middle; that part is not kept.", "Nothing else is lost: send the next message to go on."),
        TimeoutException or { InnerException: TimeoutException } => new Reason("model.timeout", $"'{Name}' took too long to answer.", "Nothing is lost: send the next message to go on."),
        _ => provider.Explain(fault) ?? new Reason(
            "model.failed",
            $"'{Name}' could not answer: {fault.Message}",
            "Nothing is lost: send the next message to go on. 'harombe config show' tells which model is set."),
    };

    public void Dispose() => schemas.Dispose();
}
