namespace Harombe.Secrets.Scanning.Formats;

/// <summary>
/// Chat, mail and telephony. Slack: api.slack.com "Token types"; Discord: developer documents, "Webhook" and "Reference"; Telegram: core.telegram.org
/// "Authorizing your bot"; SendGrid, Mailgun, Mailchimp, Brevo, Twilio: the authentication pages of their API references.
/// </summary>
internal static class ChatServices
{
    public static IReadOnlyList<ISecretFormat> All { get; } =
    [
        new TokenFormat("Feishu webhook", "https://open.feishu.cn/open-apis/bot/v2/hook/{uuid}", "https://open.larksuite.com/open-apis/bot/v2/hook/{uuid}", "open.feishu.cn/open-apis/bot/v2/hook/{uuid}", "open.larksuite.com/open-apis/bot/v2/hook/{uuid}") { Anywhere = true },
        new TokenFormat("WeCom webhook", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={uuid}", "qyapi.weixin.qq.com/cgi-bin/webhook/send?key={uuid}") { Anywhere = true },
        new TokenFormat("Make webhook", "https://hook.eu1.make.com/{low:32}", "https://hook.eu2.make.com/{low:32}", "https://hook.us1.make.com/{low:32}", "https://hook.us2.make.com/{low:32}", "hook.eu1.make.com/{low:32}", "hook.eu2.make.com/{low:32}", "hook.us1.make.com/{low:32}", "hook.us2.make.com/{low:32}") { Anywhere = true },
        new TokenFormat("VK token", "vk1.a.{url:80+}"),
        new TokenFormat("OneSignal key", "os_v2_app_{low:90+}", "os_v2_org_{low:90+}"),
        new TokenFormat("LinkedIn client secret", "WPL_AP1.{word:14-20}.{b64=:6-12}"),
        new TokenFormat("Nylas key", "nyk_v0_{word:60+}"),
        new TokenFormat("Nostr private key", "nsec1{low:58}"),
        new TokenFormat("Telnyx key", "KEY{Hex:32}_{word:22}"),
        new TokenFormat("Slack bot token", "xoxb-{word-:20}") { Anywhere = true },
        new TokenFormat("Slack user token", "xoxp-{word-:20}") { Anywhere = true },
        new TokenFormat("Slack workspace token", "xoxa-{word-:8}", "xoxr-{word-:8}") { Anywhere = true },
        new TokenFormat("Slack legacy token", "xoxs-{word-:20}", "xoxo-{word-:20}") { Anywhere = true },
        new TokenFormat("Slack configuration token", "xoxe-{word-:20}", "xoxe.xoxp-{word-:20}", "xoxe.xoxb-{word-:20}") { Anywhere = true },
        new TokenFormat("Slack session token", "xoxc-{word-:40}") { Anywhere = true },
        new TokenFormat("Slack session cookie", "xoxd-{path:60}") { Anywhere = true },
        new TokenFormat("Slack app token", "xapp-{word-:30}") { Anywhere = true },
        new TokenFormat("Slack webhook", "https://hooks.slack.com/services/T{word:8-12}/B{word:8-12}/{word:20-32}", "https://hooks.slack.com/workflows/{b64:40-90}", "https://hooks.slack.com/triggers/{b64:40-90}", "https://hooks.slack.com/services/{b64:40-90}", "hooks.slack.com/services/T{word:8-12}/B{word:8-12}/{word:20-32}", "hooks.slack.com/workflows/{b64:40-90}", "hooks.slack.com/triggers/{b64:40-90}", "hooks.slack.com/services/{b64:40-90}") { Anywhere = true },
        new TokenFormat("Discord webhook", "https://discord.com/api/webhooks/{digit:17-20}/{url:60-80}", "https://discordapp.com/api/webhooks/{digit:17-20}/{url:60-80}", "discord.com/api/webhooks/{digit:17-20}/{url:60-80}", "discordapp.com/api/webhooks/{digit:17-20}/{url:60-80}"),
        new TokenFormat("Discord bot token", "mfa.{url:80+}"),
        new TokenFormat("Telegram bot token", "bot{digit:8-10}:AA{url:33}", "{digit:8-10}:AA{url:32-33}"),
        new TokenFormat("Microsoft Teams webhook", "https://webhook.office.com/webhookb2/{uuid}@{uuid}/IncomingWebhook/{low:32}/{uuid}", "https://outlook.office.com/webhook/{uuid}@{uuid}/IncomingWebhook/{low:32}/{uuid}", "webhook.office.com/webhookb2/{uuid}@{uuid}/IncomingWebhook/{low:32}/{uuid}", "outlook.office.com/webhook/{uuid}@{uuid}/IncomingWebhook/{low:32}/{uuid}") { Anywhere = true },
        new TokenFormat("Google Chat webhook", "https://chat.googleapis.com/v1/spaces/{url:8+}/messages?key={url:30+}&token={url=:30+}", "chat.googleapis.com/v1/spaces/{url:8+}/messages?key={url:30+}&token={url=:30+}") { Anywhere = true },
        new TokenFormat("Mattermost webhook", "/hooks/{low:26}") { Anywhere = true },
        new TokenFormat("Zapier webhook", "https://hooks.zapier.com/hooks/catch/{digit:5-10}/{low:6-10}", "hooks.zapier.com/hooks/catch/{digit:5-10}/{low:6-10}") { Anywhere = true },
        new TokenFormat("IFTTT webhook", "https://maker.ifttt.com/trigger/{url:1-60}/with/key/{url:20-50}", "maker.ifttt.com/trigger/{url:1-60}/with/key/{url:20-50}") { Anywhere = true },
        new TokenFormat("SendGrid API key", "SG.{url=:16-32}.{url=:36-50}", "SG.{url.=:60-70}"),
        new TokenFormat("Mailgun API key", "key-{word:32}"),
        new TokenFormat("Mailgun public key", "pubkey-{hex:32}"),
        new TokenFormat("Mailchimp API key", "{hex:32}-us{digit:1-2}"),
        new TokenFormat("Brevo API key", "xkeysib-{hex:64}-{word:16}", "xsmtpsib-{hex:64}-{word:16}"),
        new TokenFormat("Resend API key", "re_{word:8}_{word:24}"),
        new TokenFormat("MailerSend token", "mlsn.{hex:64}"),
        new TokenFormat("Intercom token", "dG9r{any64:54-60}"),
        new TokenFormat("Zoho token", "1000.{hex:32}.{hex:32}"),
        new TokenFormat("Webex bot token", "{word:64}_P0A1_{uuid}", "{word:62}_PF84_{uuid}"),
        new TokenFormat("Courier key", "pk_prod_{UP:28}", "pk_test_{UP:28}") { Near = "courier" },
    ];
}
