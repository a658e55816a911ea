using Harombe.Agent.LanguageModels.Keys;
using Harombe.Core.Calls;
using Harombe.Core.Principals;
using Harombe.Core.Secrets;
using Microsoft.Extensions.AI;

namespace Harombe.Agent.LanguageModels;

/// <summary>Tries the configured model for real: the same connection and the same explanations as a turn has. Thread-safe.</summary>
public sealed class ModelTrial
{
    private readonly LanguageModels models;
    private readonly ISecretScanner scanner;
    private readonly AgentOptions options;

    internal ModelTrial(LanguageModels models, ISecretScanner scanner, AgentOptions options) => (this.models, this.scanner, this.options) = (models, scanner, options);

    /// <summary>The model that is tried.</summary>
    public string Model => options.Model;

    /// <summary>Asks it for one word. Returns why it could not answer, or null.</summary>
    /// <param name="principal">For whom its key is leased; null for the host itself.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<Reason?> TryAsync(Principal? principal, CancellationToken cancellationToken)
    {
        var asker = principal is null ? Asker.Host() : new Asker(principal, SessionId.New(), Face.Api);
        var (model, fault) = await models.ConnectAsync(options.Model, asker, cancellationToken).ConfigureAwait(false);
        if (model is null)
        {
            return fault;
        }

        await using (model.ConfigureAwait(false))
        {
            try
            {
                await foreach (var _ in model.Replies.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, "Say ok.")], new ChatOptions { MaxOutputTokens = 16 }, cancellationToken).ConfigureAwait(false))
                {
                    // That something comes, and ends as it should, is all that is asked for.
                }

                return null;
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                // The edge of the provider: it throws what it likes, and its texts may quote the request.
                var reason = model.Explain(e).Reason;
                return reason with { Message = scanner.Redact(reason.Message).Value };
            }
        }
    }
}
