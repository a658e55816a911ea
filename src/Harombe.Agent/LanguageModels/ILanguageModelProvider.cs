using Harombe.Core.Calls;
using Microsoft.Extensions.AI;

namespace Harombe.Agent.LanguageModels;

/// <summary>A provider of language models. One folder here each. Thread-safe.</summary>
internal interface ILanguageModelProvider
{
    /// <summary>What configuration calls it, and what names of its models begin with: <c>anthropic</c> in <c>anthropic/claude-…</c>.</summary>
    string Name { get; }

    /// <summary>Connects to a model, with the credential of this moment.</summary>
    /// <param name="model">Which, with place and key filled in from the provider's.</param>
    /// <param name="cancellationToken">Cancels the wait for the credential.</param>
    ValueTask<ModelConnection> ConnectAsync(ModelSettings model, CancellationToken cancellationToken);

    /// <summary>Whether its models read such a file: an image, a PDF. Text is given to every model as text.</summary>
    /// <param name="mediaType">Lower case, without parameters.</param>
    bool Reads(string mediaType);

    /// <summary>What an exception of its client means, and what helps; null when it is none that the provider knows.</summary>
    ModelFault? Explain(Exception fault, ModelSettings model);
}

/// <summary>Why a model did not answer.</summary>
/// <param name="Reason">For the person in front of the chat.</param>
/// <param name="Outage">Another model may do better: this one can't be reached, is overloaded, or takes no more requests.</param>
internal sealed record ModelFault(Reason Reason, bool Outage);

/// <summary>What came of connecting to a model.</summary>
internal abstract record ModelConnection
{
    private ModelConnection()
    {
    }

    /// <summary>Ready. Disposing the client ends it.</summary>
    public sealed record Connected(IChatClient Client) : ModelConnection;

    /// <summary>Not to be had, and why.</summary>
    public sealed record Refused(Reason Reason) : ModelConnection;
}
