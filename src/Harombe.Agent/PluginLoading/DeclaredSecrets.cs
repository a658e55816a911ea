using System.Collections.Immutable;
using Harombe.Core.Secrets;
using YamlDotNet.RepresentationModel;

namespace Harombe.Agent.PluginLoading;

/// <summary>The list 'secrets' of plugin.yaml: names, or mappings such as <c>{ name: database/password, reveal: true }</c>.</summary>
internal static class DeclaredSecrets
{
    private const string Key = "secrets";

    /// <summary>What is declared, and which of it is revealed; null when the list is not there.</summary>
    public static (ImmutableArray<SecretName> Names, ImmutableArray<SecretName> Revealed)? Read(ManifestKeys keys)
    {
        if (keys.OptionalItems(Key) is not { } items)
        {
            return null;
        }

        var names = ImmutableArray.CreateBuilder<SecretName>();
        var revealed = ImmutableArray.CreateBuilder<SecretName>();
        foreach (var item in items)
        {
            var declared = item is YamlMappingNode mapping ? new ManifestKeys(mapping, Key + "[].", "name", "reveal") : null;
            if (!SecretName.TryParse(declared is null ? (item as YamlScalarNode)?.Value : declared.Text("name"), out var name) || names.Contains(name))
            {
                throw keys.Wrong(Key, "a list of secret names, each once", "Use names such as github/token, or { name: github/token, reveal: true }.");
            }

            names.Add(name);
            if (declared?.Flag("reveal") == true)
            {
                revealed.Add(name);
            }
        }

        return (names.ToImmutable(), revealed.ToImmutable());
    }
}
