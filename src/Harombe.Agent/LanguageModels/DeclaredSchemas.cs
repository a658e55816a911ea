using System.Runtime.CompilerServices;
using Harombe.Core.Principals;
using Harombe.Core.Tools;
using Microsoft.Extensions.AI;

namespace Harombe.Agent.LanguageModels;

/// <summary>
/// Declares exactly the tools that a principal may see, each with its own name and JSON Schema, whatever Semantic Kernel made of them: it derives another
/// schema, and of two tools whose last names are alike in two plugins it advertises the first one twice. The provider gets declarations instead of
/// functions, so it has nothing that it could invoke.
/// </summary>
internal sealed class DeclaredSchemas(IChatClient inner, ToolCatalog catalog, Principal principal) : DelegatingChatClient(inner)
{
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

    private ChatOptions? Declare(ChatOptions? options)
    {
        if (options?.Tools is not { Count: > 0 })
        {
            return options;
        }

        var declared = options.Clone();
        // In name order, so that the prefix of the prompt stays the same from request to request.
        declared.Tools = [.. catalog.Current.VisibleTo(principal)
            .Select(tool => tool.Definition)
            .OrderBy(tool => tool.Name.Wire, StringComparer.Ordinal)
            .Select(tool => (AITool)AIFunctionFactory.CreateDeclaration(tool.Name.Wire, tool.Description, tool.InputSchema))];
        return declared;
    }
}
