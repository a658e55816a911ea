using Harombe.Core.Calls;
using Harombe.Core.Secrets;

namespace Harombe.Agent.LanguageModels;

/// <summary>Reads a model's key from the secrets.</summary>
internal static class ProviderKey
{
    /// <summary>The key as text, which lives as long as the client that it is given to; or why there is none.</summary>
    public static async ValueTask<(string? Key, Reason? Fault)> ReadAsync(ISecrets secrets, SecretName name, CancellationToken cancellationToken)
    {
        using var key = await secrets.ReadAsync(name, cancellationToken).ConfigureAwait(false);
        return key is not null ? (key.RevealText(), null) : (null, new Reason(
            "model.key",
            $"The secret {name} is not stored.",
            $"Store it with 'harombe secrets set {name.Value}', or 'harombe secrets import' if it is in the environment."));
    }

    /// <summary>The refusal of a model without an id.</summary>
    public static Reason NoId(string example) => new("model.name", "The model's name is missing.", $"Write it after the slash: model: {example}.");
}
