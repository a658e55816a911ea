using System.Text.RegularExpressions;

namespace Harombe.Host.Configuration;

/// <summary>
/// Recognises a secret by its look or by the name of its key. Deliberately small and apart from the scanner that guards calls:
/// it runs before any station exists, and it errs towards refusing, because a configuration file ends up in backups and repositories.
/// </summary>
internal static partial class SecretShapes
{
    private static readonly (Regex Shape, string Name)[] Shapes =
    [
        (Anthropic(), "anthropic/api_key"),
        (OpenAi(), "openai/api_key"),
        (GitHub(), "github/token"),
        (GitLab(), "gitlab/token"),
        (Aws(), "aws/access_key"),
        (Slack(), "slack/token"),
        (Google(), "google/api_key"),
        (Vault(), "vault/token"),
        (JsonWebToken(), "token"),
        (PrivateKey(), "private_key"),
        (UserInUrl(), "password"),
    ];

    /// <summary>The name under which such a secret is best kept, or null when the text doesn't look like one.</summary>
    public static string? Find(string text)
    {
        foreach (var (shape, name) in Shapes)
            if (shape.IsMatch(text)) return name;
        return null;
    }

    /// <summary>Whether a key of this name is expected to hold a secret. <c>max_tokens</c> isn't, <c>bot-token</c> is.</summary>
    public static bool IsSecretName(string key) => SecretName().IsMatch(key);

    /// <summary>A name for the secret at <paramref name="path"/>: its last two segments, or the last one.</summary>
    public static string NameFor(KeyPath path)
    {
        var segments = path.Segments.Where(segment => Find(segment) is null).Select(segment => NotInName().Replace(segment.ToLowerInvariant(), "_").Trim('_'))
            .Where(segment => segment.Length is > 0 and <= 40).ToArray();
        return segments.Length == 0 ? "name" : string.Join('/', segments.TakeLast(2));
    }

    [GeneratedRegex("(?<![A-Za-z0-9])sk-ant-", RegexOptions.CultureInvariant)]
    private static partial Regex Anthropic();

    [GeneratedRegex("(?<![A-Za-z0-9])sk-[A-Za-z0-9_-]{12,}", RegexOptions.CultureInvariant)]
    private static partial Regex OpenAi();

    [GeneratedRegex("gh[pousr]_[A-Za-z0-9]{8,}|github_pat_", RegexOptions.CultureInvariant)]
    private static partial Regex GitHub();

    [GeneratedRegex("glpat-[A-Za-z0-9_-]{8,}", RegexOptions.CultureInvariant)]
    private static partial Regex GitLab();

    [GeneratedRegex("(?<![A-Za-z0-9])A(?:KIA|SIA)[0-9A-Z]{8,}", RegexOptions.CultureInvariant)]
    private static partial Regex Aws();

    [GeneratedRegex("(?<![A-Za-z0-9])xox[a-z]-[A-Za-z0-9-]{6,}", RegexOptions.CultureInvariant)]
    private static partial Regex Slack();

    [GeneratedRegex("AIza[0-9A-Za-z_-]{20,}", RegexOptions.CultureInvariant)]
    private static partial Regex Google();

    [GeneratedRegex("(?<![A-Za-z0-9])hv[sb]\\.[A-Za-z0-9_-]{12,}", RegexOptions.CultureInvariant)]
    private static partial Regex Vault();

    [GeneratedRegex("(?<![A-Za-z0-9])eyJ[A-Za-z0-9_-]{8,}\\.eyJ[A-Za-z0-9_-]{8,}\\.", RegexOptions.CultureInvariant)]
    private static partial Regex JsonWebToken();

    [GeneratedRegex("-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY", RegexOptions.CultureInvariant)]
    private static partial Regex PrivateKey();

    [GeneratedRegex("://[^/\\s@]{1,200}:[^/\\s@]{1,200}@", RegexOptions.CultureInvariant)]
    private static partial Regex UserInUrl();

    [GeneratedRegex("(?:api[_-]?key|access[_-]?key|private[_-]?key|token|password|passwd|passphrase|secret)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SecretName();

    [GeneratedRegex("[^a-z0-9_-]+", RegexOptions.CultureInvariant)]
    private static partial Regex NotInName();
}
