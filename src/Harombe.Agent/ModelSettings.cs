using System.Collections.Immutable;
using Harombe.Core.Secrets;

namespace Harombe.Agent;

/// <summary>How a provider is reached. Immutable.</summary>
/// <param name="BaseUrl">Where its API is.</param>
/// <param name="Key">The secret that holds its key; null where none is needed.</param>
public sealed record ProviderSettings(Uri BaseUrl, SecretName? Key);

/// <summary>One model: whose it is, what it is called there, how it is reached. Immutable.</summary>
public sealed record ModelSettings
{
    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary><c>anthropic</c>, <c>openai</c>, <c>ollama</c> or <c>offline-rules</c>. <c>openai</c> is any server that speaks OpenAI's API.</summary>
    public required string Provider { get; init; }

    /// <summary>Its name at the provider; empty where the provider has only one.</summary>
    public string Id { get; init; } = "";

    /// <summary>Where its API is; null for the provider's place.</summary>
    public Uri? BaseUrl { get; init; }

    /// <summary>The secret that holds its key. A model with a place of its own never gets the provider's key: that key is for the provider.</summary>
    public SecretName? Key { get; init; }

    /// <summary>The entry of configuration that names <see cref="Key"/>: the model's own, or its provider's.</summary>
    public string KeyHolder
    {
        get => field ?? Name;
        init;
    }

    /// <summary>Whether its answers are asked for as a stream; some servers can't stream calls.</summary>
    public bool Streams { get; init; } = true;

    /// <summary>Whether it gets stand-ins in the place of mail addresses, telephone, card and account numbers; they are put back in what it answers.</summary>
    public bool HidesPersonalData { get; init; }

    /// <summary>The longest answer, in tokens; null leaves it to the provider.</summary>
    public int? MaxOutput { get; init; }

    /// <summary>The models that are asked in its place, in this order, while it can't be reached or is overloaded.</summary>
    public ImmutableArray<string> Fallback { get; init; } = [];
}
