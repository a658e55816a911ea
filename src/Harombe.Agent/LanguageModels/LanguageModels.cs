using Harombe.Core.Calls;

namespace Harombe.Agent.LanguageModels;

/// <summary>Finds the model of a name among the providers. Never falls back to another model: a model that can't be had is an error the user sees.</summary>
internal sealed class LanguageModels(IEnumerable<ILanguageModelProvider> providers)
{
    public async ValueTask<(LanguageModel? Model, Reason? Fault)> ConnectAsync(string name, CancellationToken cancellationToken)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var (prefix, rest) = slash < 0 ? (name, "") : (name[..slash], name[(slash + 1)..]);
        if (providers.FirstOrDefault(provider => provider.Prefix == prefix) is not { } provider)
        {
            return (null, new Reason(
                "model.unknown",
                $"There is no model provider '{prefix}'.",
                $"Set model in harombe.yaml to one of: {string.Join(", ", providers.Select(known => known.Prefix).Order(StringComparer.Ordinal))}."));
        }

        return await provider.ConnectAsync(rest, cancellationToken).ConfigureAwait(false) switch
        {
            ModelConnection.Connected connected => (new LanguageModel(name, provider, connected.Client), null),
            ModelConnection.Refused refused => (null, refused.Reason),
            var unknown => throw new InvalidOperationException($"Unknown connection {unknown.GetType().Name}."),
        };
    }
}
