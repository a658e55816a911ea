using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Harombe.Agent.LanguageModels;

/// <summary>A model that is ready to be asked, for the length of one turn. Disposing it forgets its credential.</summary>
internal sealed class LanguageModel(string name, IChatCompletionService service, IDisposable? connection) : IDisposable
{
    public string Name { get; } = name;

    public IChatCompletionService Service { get; } = service;

    /// <summary>Semantic Kernel advertises the functions and parses the calls; it never invokes one.</summary>
    public PromptExecutionSettings Settings { get; } = new() { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(autoInvoke: false) };

    public void Dispose() => connection?.Dispose();
}
