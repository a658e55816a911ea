namespace Harombe.Secrets.Scanning.Formats;

/// <summary>Databases, streams, vaults and what watches over them, from each provider's pages on keys and tokens.</summary>
internal static class Databases
{
    public static IReadOnlyList<ISecretFormat> All { get; } =
    [
        new TokenFormat("Tinybird token", "p.eyJ1Ijog{url:60+}.{url:20+}", "p.eyJ1Ijoi{url:60+}.{url:20+}"),
        new TokenFormat("New Relic admin key", "NRAA-{hex:27}"),
        new TokenFormat("Databricks token", "dapi{hex:32}", "dapi{hex:32}-{digit:1}"),
        new TokenFormat("PlanetScale token", "pscale_tkn_{url.=:32}"),
        new TokenFormat("PlanetScale password", "pscale_pw_{url.=:32}"),
        new TokenFormat("PlanetScale OAuth token", "pscale_oauth_{url.=:32}"),
        new TokenFormat("MongoDB Atlas secret", "mdb_sa_sk_{url:40}", "mdb_sa_id_{hex:24}"),
        new TokenFormat("CockroachDB Cloud key", "CCDB1_{word:22}_{word:40}"),
        new TokenFormat("ClickHouse Cloud secret", "4b1d{word:38}"),
        new TokenFormat("Neon key", "napi_{low:40+}"),
        new TokenFormat("Xata key", "xau_{word:20+}"),
        new TokenFormat("Astra DB token", "AstraCS:{word:20}:{hex:60+}"),
        new TokenFormat("Elastic Cloud key", "essu_{any64:60+}"),
        new TokenFormat("Confluent Cloud secret", "cflt{any64:60}"),
        new TokenFormat("Aiven token", "aivenv1_{any64:40+}", "AVNS_{url:18+}"),
        new TokenFormat("Prisma Accelerate key", "prisma://accelerate.prisma-data.net/?api_key={url.:40+}") { Anywhere = true },
        new TokenFormat("Grafana service account token", "glsa_{word:32}_{Hex:8}"),
        new TokenFormat("Grafana cloud token", "glc_{any64:32+}"),
        new TokenFormat("Grafana API key", "eyJrIjoi{any64:40+}"),
        new TokenFormat("Sentry token", "sntrys_{any64:60+}", "sntryu_{hex:64}", "sntrya_{hex:64}", "sntryi_{hex:64}"),
        new TokenFormat("New Relic key", "NRAK-{UP:27}", "NRII-{url:32}", "NRIQ-{url:32}", "NRSP-{word:20+}", "NRRA-{hex:42}", "NRAK-{low:27}"),
        new TokenFormat("New Relic browser key", "NRJS-{hex:19}"),
        new TokenFormat("New Relic licence key", "{hex:36}FFFFNRAL", "{hex:36}NRAL", "eu01xx{hex:30}NRAL") { Anywhere = true },
        new TokenFormat("Dynatrace token", "dt0c01.{UP:24}.{UP:64}", "dt0s01.{UP:24}.{UP:64}", "dt0s16.{UP:8}.{UP:64}", "dt0c01.{word:24}.{word:64}"),
        new TokenFormat("Doppler token", "dp.pt.{word:40}", "dp.st.{word:40}", "dp.st.{low_:2-35}.{word:40}", "dp.ct.{word:40}", "dp.sa.{word:40}", "dp.scim.{word:40}", "dp.audit.{word:40}"),
        new TokenFormat("Honeycomb key", "hcaik_{low:58}", "hcbik_{low:58}", "hcxik_{low:58}", "hcalk_{low:58}"),
        new TokenFormat("Axiom token", "xaat-{uuid}", "xapt-{uuid}"),
        new TokenFormat("Rootly token", "rootly_{hex:64}"),
        new TokenFormat("incident.io token", "inc_{hex:64}"),
        new TokenFormat("Coralogix key", "cxtp_{word:30}", "cxup_{word:30}"),
        new TokenFormat("1Password service account token", "ops_eyJ{any64:100+}"),
        new TokenFormat("1Password secret key", "A3-{UP:6}-{UP:6}-{UP:5}-{UP:5}-{UP:5}-{UP:5}", "A3-{UP:6}-{UP:11}-{UP:5}-{UP:5}-{UP:5}"),
        new TokenFormat("Infisical token", "st.{hex:24}.{hex:32}.{hex:32}", "st.{uuid}.{hex:32}.{hex:32}"),
        new TokenFormat("Okta token", "SSWS {url:40-44}") { Anywhere = true },
        new TokenFormat("Adobe client secret", "p8e-{url:32}", "p8-{url:32}"),
        new TokenFormat("JumpCloud key", "jca_{word:36}"),
        new TokenFormat("Stytch secret", "secret-live-{url:36+}", "secret-test-{url:36+}"),
        new TokenFormat("WorkOS key", "sk_live_{b64=:50+}", "sk_test_{b64=:50+}"),
        new TokenFormat("Descope key", "K2{word:25}:K2{word:25}"),
    ];
}
