namespace Harombe.Secrets.Scanning.Formats;

/// <summary>Payment and shops. Stripe's test keys move no money and stand in every tutorial: they pass.</summary>
internal static class Payments
{
    public static IReadOnlyList<ISecretFormat> All { get; } =
    [
        new TokenFormat("Stripe key", ["sk_live_", "rk_live_"], Alphabets.Base62, 16),
        new TokenFormat("Stripe webhook secret", ["whsec_"], Alphabets.Base64, 32),
        new TokenFormat("Square token", ["sq0atp-", "sq0csp-"], Alphabets.Base64Url, 22),
        new TokenFormat("Shopify token", ["shpat_", "shpca_", "shppa_", "shpss_"], Alphabets.Base62, 32) { EntropyFloor = 2.8 },
    ];
}
