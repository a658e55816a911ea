using Harombe.Core.Calls;
using Harombe.Core.Privacy;

namespace Harombe.Agent.LanguageModels;

/// <summary>Finds the model of a name, and connects to it.</summary>
internal sealed class LanguageModels(IEnumerable<ILanguageModelProvider> providers, IPersonalDataFinder personal, AgentOptions options)
{
    /// <summary>The model of a name: one that configuration names, <c>offline-rules</c>, or provider and id. Null when nothing is called so.</summary>
    public ModelSettings? Find(string name)
    {
        if (options.Models.TryGetValue(name, out var named))
        {
            return Placed(named);
        }

        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var (provider, id) = slash < 0 ? (name, "") : (name[..slash], name[(slash + 1)..]);
        return providers.Any(known => known.Name == provider) ? Placed(new ModelSettings { Name = name, Provider = provider, Id = id }) : null;
    }

    /// <summary>Why nothing is called so.</summary>
    public Reason Unknown(string name) => new(
        "model.unknown",
        $"There is no model '{name}'.",
        $"Use one of: {string.Join(", ", Names())}; or <provider>/<model> with one of: {string.Join(", ", providers.Select(known => known.Name).Order(StringComparer.Ordinal))}.");

    /// <summary>The models that somebody may choose by name: the one that is set, then the named ones, then the rules that are always there.</summary>
    public IReadOnlyList<string> Names() =>
        [.. new[] { options.Model }.Concat(options.Models.Keys.Order(StringComparer.Ordinal)).Append(OfflineRules.OfflineRulesProvider.ProviderName).Distinct()];

    public async ValueTask<(LanguageModel? Model, Reason? Fault)> ConnectAsync(string name, CancellationToken cancellationToken)
    {
        if (Find(name) is not { } settings)
        {
            return (null, Unknown(name));
        }

        var provider = providers.First(known => known.Name == settings.Provider);
        return await provider.ConnectAsync(settings, cancellationToken).ConfigureAwait(false) switch
        {
            ModelConnection.Connected connected => (new LanguageModel(settings, provider, connected.Client, personal), null),
            ModelConnection.Refused refused => (null, refused.Reason),
            var unknown => throw new InvalidOperationException($"Unknown connection {unknown.GetType().Name}."),
        };
    }

    // The provider's key is for the provider's place: a model that names a place of its own brings its own key or none.
    private ModelSettings Placed(ModelSettings model) => options.Providers.GetValueOrDefault(model.Provider) is { } provider && model.BaseUrl is null
        ? model with { BaseUrl = provider.BaseUrl, Key = model.Key ?? provider.Key }
        : model;
}
