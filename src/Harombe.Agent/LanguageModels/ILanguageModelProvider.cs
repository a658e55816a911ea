using Harombe.Core.Calls;
using Microsoft.Extensions.AI;

namespace Harombe.Agent.LanguageModels;

/// <summary>A provider of language models. One folder here each. Thread-safe.</summary>
internal interface ILanguageModelProvider
{
    /// <summary>What configuration calls it, and what names of its models begin with: <c>anthropic</c> in <c>anthropic/claude-…</c>.</summary>
    string Name { get; }

    /// <summary>Why a model can't be asked as it is set up; null when it can.</summary>
    Reason? Refuse(ModelSettings model);

    /// <summary>Connects to a model. Disposing the client ends it.</summary>
    /// <param name="model">Which, with place and key filled in from the provider's; one that is not refused.</param>
    /// <param name="key">What is sent as the bearer of the requests: a placeholder, which the transport turns into the key. Null for a model without a key.</param>
    IChatClient Connect(ModelSettings model, string? key);

    /// <summary>Whether its models read such a file: an image, a PDF. Text is given to every model as text.</summary>
    /// <param name="mediaType">Lower case, without parameters.</param>
    bool Reads(string mediaType);

    /// <summary>What an exception of its client means, and what helps; null when it is none that the provider knows.</summary>
    ModelFault? Explain(Exception fault, ModelSettings model);
}

/// <summary>Why a model did not answer.</summary>
/// <param name="Reason">For the person in front of the chat.</param>
/// <param name="Outage">Another model may do better: this one can't be reached, is overloaded, or takes no more requests.</param>
internal sealed record ModelFault(Reason Reason, bool Outage)
{
    /// <summary>The refusal of a model without an id.</summary>
    public static Reason NoId(string example) => new("model.name", "The model's name is missing.", $"Write it after the slash: model: {example}.");
}
