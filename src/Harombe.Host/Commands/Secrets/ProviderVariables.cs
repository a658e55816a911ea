using System.Collections.Immutable;
using Harombe.Core.Secrets;

namespace Harombe.Host.Commands.Secrets;

/// <summary>The environment variables in which other programs expect credentials, and the names that they get here.</summary>
internal static class ProviderVariables
{
    /// <summary>Each variable and the secret's name. Where two variables share a name, the first one that is set counts.</summary>
    public static readonly ImmutableArray<(string Variable, SecretName Name)> Known =
    [
        ("ANTHROPIC_API_KEY", SecretName.Parse("anthropic/api_key")),
        ("OPENAI_API_KEY", SecretName.Parse("openai/api_key")),
        ("GEMINI_API_KEY", SecretName.Parse("google/api_key")),
        ("GOOGLE_API_KEY", SecretName.Parse("google/api_key")),
        ("MISTRAL_API_KEY", SecretName.Parse("mistral/api_key")),
        ("OPENROUTER_API_KEY", SecretName.Parse("openrouter/api_key")),
        ("HF_TOKEN", SecretName.Parse("huggingface/token")),
        ("GITHUB_TOKEN", SecretName.Parse("github/token")),
        ("GH_TOKEN", SecretName.Parse("github/token")),
        ("GITLAB_TOKEN", SecretName.Parse("gitlab/token")),
    ];

    /// <summary>Those that are set.</summary>
    public static IReadOnlyList<(string Variable, SecretName Name)> FoundIn(IReadOnlyDictionary<string, string> environment) =>
        [.. Known.Where(known => environment.TryGetValue(known.Variable, out var value) && value.Length > 0).DistinctBy(known => known.Name)];
}
