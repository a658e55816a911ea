using Harombe.Core.Calls;
using Microsoft.Extensions.AI;

namespace Harombe.Agent.LanguageModels;

/// <summary>Tries the configured model for real: the same connection and the same explanations as a turn has. Thread-safe.</summary>
public sealed class ModelTrial
{
    private readonly LanguageModels models;
    private readonly AgentOptions options;

    internal ModelTrial(LanguageModels models, AgentOptions options) => (this.models, this.options) = (models, options);

    /// <summary>The model that is tried.</summary>
    public string Model => options.Model;

    /// <summary>Asks it for one word. Returns why it could not answer, or null.</summary>
    public async ValueTask<Reason?> TryAsync(CancellationToken cancellationToken)
    {
        var (model, fault) = await models.ConnectAsync(options.Model, cancellationToken).ConfigureAwait(false);
        if (model is null)
        {
            return fault;
        }

        using (model)
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
                // The edge of the provider: it throws what it likes.
                return model.Explain(e).Reason;
            }
        }
    }
}
