using System.Runtime.CompilerServices;
using Harombe.Core.Tools;
using Microsoft.Extensions.AI;

namespace Harombe.Agent.LanguageModels;

/// <summary>
/// Puts each tool's own name and JSON Schema in the place of what Semantic Kernel derives (it splits names into plugin and function, adds a stray root
/// key, and drops what stands above the parameters), and hands the provider declarations instead of functions: it has nothing that it could invoke.
/// Used by one turn at a time; not thread-safe.
/// </summary>
internal sealed class DeclaredSchemas(IChatClient inner) : DelegatingChatClient(inner)
{
    /// <summary>The tools to declare. In name order, so that the prefix of the prompt stays the same from request to request.</summary>
    public IReadOnlyList<ToolDefinition> Tools { get; set; } = [];

    /// <summary>What else was asked for; it may not change the tools.</summary>
    public Action<ChatOptions>? Wish { get; set; }

    public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        base.GetResponseAsync(messages, Declare(options), cancellationToken);

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var update in base.GetStreamingResponseAsync(messages, Declare(options), cancellationToken).ConfigureAwait(false))
        {
            yield return update;
        }
    }

    private ChatOptions Declare(ChatOptions? options)
    {
        var declared = options?.Clone() ?? new ChatOptions();
        Wish?.Invoke(declared);
        declared.Tools = Tools.Count == 0 ? null : [.. Tools
            .OrderBy(tool => tool.Name.Wire, StringComparer.Ordinal)
            .Select(tool => (AITool)AIFunctionFactory.CreateDeclaration(tool.Name.Wire, tool.Description, tool.InputSchema))];
        if (declared.Tools is null)
        {
            declared.ToolMode = null;
        }

        return declared;
    }
}
