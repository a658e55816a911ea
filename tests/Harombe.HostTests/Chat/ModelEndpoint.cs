using Harombe.Testing.Anthropic;

namespace Harombe.HostTests.Chat;

/// <summary>Where a model is, and the key to it.</summary>
internal sealed record ModelEndpoint(string Name, string Url, string Model, string Key)
{
    public const string KeyFile = "HAROMBE_TEST_ANTHROPIC_KEY_FILE";
    public const string RealModel = "HAROMBE_TEST_ANTHROPIC_MODEL";

    public static ModelEndpoint Of(AnthropicServer api) => new("loopback", api.Url.ToString(), $"anthropic/{AnthropicServer.Model}", AnthropicServer.Key);

    /// <summary>The real API, where the environment names a file with a key.</summary>
    public static ModelEndpoint? Real() => Environment.GetEnvironmentVariable(KeyFile) is { Length: > 0 } file
        ? new("real", "https://api.anthropic.com", $"anthropic/{Environment.GetEnvironmentVariable(RealModel) ?? "claude-sonnet-4-5"}", File.ReadAllText(file).Trim())
        : null;
}
