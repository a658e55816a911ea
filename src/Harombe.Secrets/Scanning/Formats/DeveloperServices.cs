namespace Harombe.Secrets.Scanning.Formats;

/// <summary>Services that developers build on.</summary>
internal static class DeveloperServices
{
    public static IReadOnlyList<ISecretFormat> All { get; } =
    [
        new TokenFormat("Linear API key", ["lin_api_", "lin_oauth_"], Alphabets.Base62, 40),
        new TokenFormat("Notion token", ["ntn_", "secret_"], Alphabets.Base62, 43),
        new TokenFormat("Postman API key", ["PMAK-"], Alphabets.Dashed, 59),
        new TokenFormat("Sentry token", ["sntrys_", "sntryu_"], Alphabets.Base64, 40),
        new TokenFormat("Grafana token", ["glsa_", "glc_"], Alphabets.Base64Url, 32),
        new TokenFormat("age secret key", ["AGE-SECRET-KEY-1"], Alphabets.Base62, 58),
    ];
}
