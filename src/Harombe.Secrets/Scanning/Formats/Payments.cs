namespace Harombe.Secrets.Scanning.Formats;

/// <summary>
/// Payment, banking and shops, from their documents: Stripe "API keys", Square "Access tokens", Shopify "Access tokens", Plaid, PayPal and Braintree,
/// Razorpay, Flutterwave, Mollie, Coinbase. Test keys count: they reach real accounts' test data, and look the same.
/// </summary>
internal static class Payments
{
    public static IReadOnlyList<ISecretFormat> All { get; } =
    [
        new TokenFormat("Adyen key", "AQE{any64:80-400}{mark:0-40}"),
        new TokenFormat("Stripe secret key", "sk_live_{word:10}", "sk_test_{word:10}", "sk_prod_{word:10}"),
        new TokenFormat("Stripe restricted key", "rk_live_{word:10}", "rk_test_{word:10}", "rk_prod_{word:10}"),
        new TokenFormat("Stripe webhook secret", "whsec_{b64=:24}"),
        new TokenFormat("Square access token", "sq0atp-{url:22}", "EAAA{url:22-80}"),
        new TokenFormat("Square OAuth secret", "sq0csp-{url:43}"),
        new TokenFormat("Shopify access token", "shpat_{Hex:32}"),
        new TokenFormat("Shopify custom app token", "shpca_{Hex:32}"),
        new TokenFormat("Shopify private app token", "shppa_{Hex:32}"),
        new TokenFormat("Shopify shared secret", "shpss_{Hex:32}"),
        new TokenFormat("Shopify partner token", "prtapi_{hex:32}"),
        new TokenFormat("Braintree access token", "access_token$production${low:16}${hex:32}", "access_token$sandbox${low:16}${hex:32}") { Anywhere = true },
        new TokenFormat("Plaid access token", "access-production-{uuid}", "access-sandbox-{uuid}", "access-development-{uuid}"),
        new TokenFormat("Razorpay key", "rzp_live_{word:14}", "rzp_test_{word:14}"),
        new TokenFormat("Flutterwave key", "FLWSECK_TEST-{word:12+}", "FLWSECK-{word:12+}", "FLWPUBK_TEST-{word:12+}"),
        new TokenFormat("Paystack key", "sk_live_{hex:40}", "sk_test_{hex:40}"),
        new TokenFormat("Mollie key", "live_{word:30}", "access_{word:40}") { Alone = true },
        new TokenFormat("Xendit key", "xnd_production_{word:40+}", "xnd_development_{word:40+}"),
        new TokenFormat("GoCardless token", "live_{url=:40-42}", "sandbox_{url=:40-42}") { Alone = true },
        new TokenFormat("Lob API key", "live_{hex:35}", "test_{hex:35}", "live_pub_{hex:31}", "test_pub_{hex:31}") { Alone = true },
        new TokenFormat("Duffel token", "duffel_test_{url=:43}", "duffel_live_{url=:43}"),
        new TokenFormat("EasyPost key", "EZAK{word:54}", "EZTK{word:54}"),
        new TokenFormat("Shippo token", "shippo_live_{Hex:40}", "shippo_test_{Hex:40}"),
        new TokenFormat("Paddle key", "pdl_live_apikey_{url:40+}", "pdl_sdbx_apikey_{url:40+}", "pdl_ntfset_{url:40+}"),
        new TokenFormat("Mercado Pago token", "APP_USR-{digit:8+}-{digit:4+}-{hex:32}"),
        new TokenFormat("Clerk secret key", "sk_live_{word:40}", "sk_test_{word:40}"),
        new TokenFormat("Polar token", "polar_oat_{word:30+}", "polar_pat_{word:30+}"),
        new TokenFormat("ClickUp token", "pk_{digit:6-9}_{UP:32}"),
        new TokenFormat("Klaviyo key", "pk_{hex:34}"),
        new TokenFormat("Facebook access token", "EAA{word:90+}"),
    ];
}
