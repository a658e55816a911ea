namespace Harombe.Secrets.Scanning.Formats;

/// <summary>
/// Cloud providers, from their documents of credentials: AWS IAM "unique identifiers", Google Cloud "API keys" and "service account keys",
/// Microsoft Entra "client secrets", DigitalOcean, Cloudflare, Heroku, HashiCorp Vault "tokens". Amazon's pair has a file of its own.
/// </summary>
internal static class Clouds
{
    public static IReadOnlyList<ISecretFormat> All { get; } =
    [
        new TokenFormat("Amazon Bedrock key", "ABSK{b64=:100+}", "bedrock-api-key-{b64=:20+}"),
        new TokenFormat("Amazon MWS token", "amzn.mws.{uuid}"),
        new TokenFormat("Amazon session token", "IQoJb3JpZ2luX2Vj{b64=:100+}", "FwoGZXIvYXdz{b64=:100+}", "FQoGZXIvYXdz{b64=:100+}"),
        new TokenFormat("Amazon Cognito or Login secret", "amzn1.oa2-cs.v1.{hex:64}"),
        new TokenFormat("Google API key", "AIza{url:35}"),
        new TokenFormat("Google AI key", "AQ.Ab8RN6{url:40}"),
        new TokenFormat("Azure function key", ".azurewebsites.net/api/{url:1-80}?code={any64:20-100}") { Anywhere = true },
        new TokenFormat("Google OAuth client", "{digit:6-14}-{low_:32}.apps.googleusercontent.com") { Anywhere = true },
        new TokenFormat("Google OAuth client secret", "GOCSPX-{url:24}"),
        new TokenFormat("Google OAuth token", "ya29.{url.:30+}"),
        new TokenFormat("Google refresh token", "1//0{url:38+}"),
        new TokenFormat("Google HMAC key", "GOOG1E{UP:55}", "GOOG{UP:20}"),
        new TokenFormat("Firebase messaging key", "AAAA{url:7}:APA91b{url:130+}"),
        new TokenFormat("Microsoft Entra client secret", [.. Enumerable.Range(0, 10).Select(digit => $"{{url~:3}}{digit}Q~{{url~:31-34}}")]),
        new TokenFormat("Azure shared access signature", "sig={path:40+}") { Near = "se=" },
        new TokenFormat("Azure DevOps token", "{word:76}AZDO{word:4}"),
        new TokenFormat("Azure Functions or Search key", "{url:40-46}AzFu{url:6}==", "{word:42}AzSe{word:6}"),
        new TokenFormat("Azure Container Registry key", "{b64:42}+ACR{b64:6}"),
        new TokenFormat("Azure Batch or API key", "{b64:76}+ABa{b64:6}==", "{b64:33}AIoT{b64:5}=", "{b64:33}+ASb{b64:5}=", "{b64:33}+AEh{b64:5}="),
        new TokenFormat("Alibaba Cloud access key", "LTAI{word:12-22}"),
        new TokenFormat("Alibaba Cloud session key", "STS.{word:20-40}"),
        new TokenFormat("Tencent Cloud secret id", "AKID{word:32}"),
        new TokenFormat("DigitalOcean personal token", "dop_v1_{hex:64}"),
        new TokenFormat("DigitalOcean OAuth token", "doo_v1_{hex:64}"),
        new TokenFormat("DigitalOcean refresh token", "dor_v1_{Hex:64}"),
        new TokenFormat("DigitalOcean Spaces key", "DO00{UP:16}"),
        new TokenFormat("Cloudflare origin CA key", "v1.0-{hex:24}-{hex:146}"),
        new TokenFormat("Heroku API key", "HRKU-{url:36+}"),
        new TokenFormat("HashiCorp Vault service token", "hvs.{url:24+}"),
        new TokenFormat("HashiCorp Vault batch token", "hvb.{url:24+}"),
        new TokenFormat("HashiCorp Vault recovery token", "hvr.{url:24+}"),
        new TokenFormat("Terraform Cloud token", "{word:14}.atlasv1.{url=:60-70}"),
        new TokenFormat("Pulumi access token", "pul-{hex:40}"),
        new TokenFormat("Fly.io token", "FlyV1 {any64:60+}", "fm1r_{any64:60+}", "fm2_{any64:60+}", "fo1_{url:40+}"),
        new TokenFormat("Vercel token", "vcp_{url:56}", "vca_{url:56}", "vcr_{url:56}", "vci_{url:56}"),
        new TokenFormat("Netlify token", "nfp_{word:36}", "nfc_{word:36}", "nfo_{word:36}", "nfb_{word:36}", "nfu_{word:36}"),
        new TokenFormat("Render API key", "rnd_{word:28}"),
        new TokenFormat("UpCloud token", "ucat_{word:24}"),
        new TokenFormat("Scalingo token", "tk-us-{url:48}"),
        new TokenFormat("Scaleway access key", "SCW{UP:17}"),
        new TokenFormat("Exoscale key", "EXO{word:24-30}"),
        new TokenFormat("Yandex Cloud key", "AQVN{url:35-38}", "YCAJE{url:20}", "YCO{url:38}", "YCM{url:38}", "YCN{url:38}", "YCP{url:38}", "t1.{url=:50+}.{url=:86-90}"),
        new TokenFormat("Yandex OAuth token", "y0_{url:50+}", "y1_{url:50+}", "y2_{url:50+}", "y3_{url:50+}"),
        new TokenFormat("Linode or Akamai token", "akab-{low:16}-{low:16}"),
        new TokenFormat("Deno token", "ddp_{word:36}", "ddw_{word:36}"),
        new TokenFormat("OpenShift token", "sha256~{url:43}"),
        new TokenFormat("Supabase token", "sbp_{low_:40}", "sbp_oauth_{low_:40}", "sb_secret_{url:31}"),
    ];
}
