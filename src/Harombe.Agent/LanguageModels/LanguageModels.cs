using Harombe.Agent.LanguageModels.Keys;
using Harombe.Core.Calls;
using Harombe.Core.Privacy;

namespace Harombe.Agent.LanguageModels;

/// <summary>Finds the model of a name, and connects to it with a key that is leased for that. Thread-safe.</summary>
internal sealed class LanguageModels(IEnumerable<ILanguageModelProvider> providers, ModelKeys keys, IPersonalDataFinder personal, AgentOptions options)
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

    /// <summary>The model, for the caller to dispose, which gives its key back; or why it is not to be had.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="asker">For whom it is asked.</param>
    /// <param name="cancellationToken">Cancels the wait for the key.</param>
    public async ValueTask<(LanguageModel? Model, Reason? Fault)> ConnectAsync(string name, Asker asker, CancellationToken cancellationToken)
    {
        if (Find(name) is not { } settings)
        {
            return (null, Unknown(name));
        }

        var provider = providers.First(known => known.Name == settings.Provider);
        if (provider.Refuse(settings) is { } refused)
        {
            return (null, refused);
        }

        var (lease, fault) = await keys.LeaseAsync(settings, asker, cancellationToken).ConfigureAwait(false);
        if (fault is not null)
        {
            return (null, fault);
        }

        try
        {
            return (new LanguageModel(settings, provider, lease, personal), null);
        }
        catch
        {
            if (lease is not null)
            {
                await lease.DisposeAsync().ConfigureAwait(false);
            }

            throw;
        }
    }

    // The provider's key is for the provider's place: a model that names a place of its own brings its own key or none.
    private ModelSettings Placed(ModelSettings model) => options.Providers.GetValueOrDefault(model.Provider) is { } provider && model.BaseUrl is null
        ? model with { BaseUrl = provider.BaseUrl, Key = model.Key ?? provider.Key, KeyHolder = model.Key is null ? model.Provider : model.Name }
        : model;
}
