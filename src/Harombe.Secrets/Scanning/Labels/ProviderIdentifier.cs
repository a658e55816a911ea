using Harombe.Secrets.Scanning.Randomness;

namespace Harombe.Secrets.Scanning.Labels;

/// <summary>
/// The id by which a provider knows an application or an account: half of a pair, and with some providers as good as the secret. Only where the label names
/// somebody whose id it is: <c>ACME_CLIENT_ID</c>, not <c>clientId</c>.
/// </summary>
internal static class ProviderIdentifier
{
    private const int Shortest = 18;
    private const int LeastOfName = 3;
    private const StringComparison AnyCase = StringComparison.OrdinalIgnoreCase;

    private static readonly string[] Kinds = ["client", "app", "api", "merchant", "consumer", "customer", "application"];

    // What stands before an id and is nobody's name.
    private static readonly string[] Nobody = ["the", "my", "our", "your", "this", "self", "get", "set", "oauth", "oidc", "sso", "req", "default", "test", "new", "old", "managed", "identity", "kafka", "mqtt"];

    /// <summary>Whether a label that ends in id names a provider and its application or account.</summary>
    public static bool IsLabel(ReadOnlySpan<char> label)
    {
        label = label[..^"id".Length].TrimEnd("_-. ");
        foreach (var kind in Kinds)
        {
            if (label.EndsWith(kind, AnyCase))
            {
                var name = label[..^kind.Length].TrimEnd("_-. ");
                name = name[(name.LastIndexOfAny(".$ ") + 1)..].TrimStart("_-");
                return name.Length >= LeastOfName && !IsNobody(name);
            }
        }

        return false;
    }

    public static bool Is(ReadOnlySpan<char> value) => value.Length >= Shortest && (Guid.TryParseExact(value, "D", out _) ? Entropy.Of(value) >= 2.6 : MachineValue.Is(value, Shortest));

    private static bool IsNobody(ReadOnlySpan<char> name)
    {
        foreach (var word in Nobody)
        {
            if (name.Equals(word, AnyCase))
            {
                return true;
            }
        }

        return false;
    }
}
