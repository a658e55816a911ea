namespace Harombe.Secrets.Scanning.Formats;

/// <summary>Cloud providers. Amazon's pair has a file of its own.</summary>
internal static class Clouds
{
    public static IReadOnlyList<ISecretFormat> All { get; } =
    [
        new TokenFormat("Google API key", ["AIza"], Alphabets.Base64Url, 35) { Exactly = 35 },
        new TokenFormat("Google OAuth client secret", ["GOCSPX-"], Alphabets.Base64Url, 28),
        new TokenFormat("Google OAuth token", ["ya29."], Alphabets.Dotted, 40),
        new TokenFormat("DigitalOcean token", ["dop_v1_", "doo_v1_", "dor_v1_"], Alphabets.Hex, 64),
        new TokenFormat("HashiCorp Vault token", ["hvs.", "hvb.", "hvr."], Alphabets.Base64Url, 24),
        new TokenFormat("Databricks token", ["dapi"], Alphabets.Hex, 32) { Exactly = 32, EntropyFloor = 2.8 },
        new TokenFormat("Alibaba Cloud access key", ["LTAI"], Alphabets.Base62, 20) { Exactly = 20 },
        new TokenFormat("PlanetScale token", ["pscale_tkn_", "pscale_pw_", "pscale_oauth_"], Alphabets.Dotted, 32),
    ];
}
