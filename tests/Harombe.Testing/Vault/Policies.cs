using System.Text.RegularExpressions;

namespace Harombe.Testing.Vault;

/// <summary>ACL policies: paths with <c>+</c> for one part and a trailing <c>*</c>, each with its capabilities. The longest path that fits decides.</summary>
internal sealed partial class Policies
{
    // What every token may do with itself, by Vault's built-in policy of this name.
    private const string Default = """
        path "auth/token/lookup-self" { capabilities = ["read"] }
        path "auth/token/renew-self" { capabilities = ["update"] }
        path "auth/token/revoke-self" { capabilities = ["update"] }
        path "sys/leases/renew" { capabilities = ["update"] }
        path "sys/leases/lookup" { capabilities = ["update"] }
        path "sys/wrapping/wrap" { capabilities = ["update"] }
        path "sys/wrapping/lookup" { capabilities = ["update"] }
        path "sys/wrapping/unwrap" { capabilities = ["update"] }
        """;

    private readonly Dictionary<string, List<(string Path, HashSet<string> Capabilities)>> policies = new(StringComparer.Ordinal);

    public Policies() => Write("default", Default);

    public void Write(string name, string text) => policies[name] =
        [.. PathRule().Matches(Comment().Replace(text, "")).Select(rule => (rule.Groups[1].Value, Word().Matches(rule.Groups[2].Value).Select(word => word.Groups[1].Value).ToHashSet(StringComparer.Ordinal)))];

    public bool Allow(TokenEntry token, string path, string operation)
    {
        if (token.IsRoot)
        {
            return true;
        }

        var capabilities = token.Policies.Append("default").Distinct().SelectMany(name => policies.GetValueOrDefault(name) ?? [])
            .Where(rule => Fits(rule.Path, path))
            .GroupBy(rule => rule.Path.TrimEnd('*').Length)
            .OrderByDescending(rules => rules.Key)
            .FirstOrDefault()?.SelectMany(rule => rule.Capabilities).ToHashSet(StringComparer.Ordinal) ?? [];
        return !capabilities.Contains("deny") && (operation == "write" ? capabilities.Contains("create") || capabilities.Contains("update") : capabilities.Contains(operation));
    }

    private static bool Fits(string rule, string path)
    {
        var pattern = string.Join("[^/]+", rule.TrimEnd('*').Split('+').Select(Regex.Escape));
        return Regex.IsMatch(path, $"^{pattern}{(rule.EndsWith('*') ? "" : "/?$")}", RegexOptions.NonBacktracking);
    }

    [GeneratedRegex("path\\s+\"([^\"]+)\"\\s*\\{\\s*capabilities\\s*=\\s*\\[([^\\]]*)\\]", RegexOptions.CultureInvariant)]
    private static partial Regex PathRule();

    [GeneratedRegex("\"([a-z]+)\"", RegexOptions.CultureInvariant)]
    private static partial Regex Word();

    [GeneratedRegex("(?m)^\\s*(#|//).*$", RegexOptions.CultureInvariant)]
    private static partial Regex Comment();
}
