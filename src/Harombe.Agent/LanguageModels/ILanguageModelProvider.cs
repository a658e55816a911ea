using Harombe.Core.Calls;
using Microsoft.Extensions.AI;

namespace Harombe.Agent.LanguageModels;

/// <summary>A provider of language models. One file in this folder each. Thread-safe.</summary>
internal interface ILanguageModelProvider
{
    /// <summary>What model names of this provider begin with, up to the slash: <c>anthropic</c> in <c>anthropic/claude-…</c>.</summary>
    string Prefix { get; }

    /// <summary>Connects to a model, with the credential of this moment.</summary>
    /// <param name="model">The name after the slash; empty when there is none.</param>
    /// <param name="cancellationToken">Cancels the wait for the credential.</param>
    ValueTask<ModelConnection> ConnectAsync(string model, CancellationToken cancellationToken);

    /// <summary>What an exception of its client means, and what helps; null when it is none that the provider knows.</summary>
    Reason? Explain(Exception fault);
}

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
