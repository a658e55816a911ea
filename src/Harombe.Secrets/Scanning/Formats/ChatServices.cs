namespace Harombe.Secrets.Scanning.Formats;

/// <summary>Chat and mail.</summary>
internal static class ChatServices
{
    public static IReadOnlyList<ISecretFormat> All { get; } =
    [
        new TokenFormat("Slack token", ["xoxb-", "xoxa-", "xoxp-", "xoxr-", "xoxs-", "xoxe-", "xoxe.xoxp-", "xoxc-", "xoxd-"], Alphabets.Dashed, 20),
        new TokenFormat("Slack app token", ["xapp-"], Alphabets.Dashed, 40),
        new PatternFormat(
            "Slack webhook",
            ["hooks.slack.com/"],
            "hooks\\.slack\\.com/(?:services/T[A-Z0-9]{8,12}/B[A-Z0-9]{8,12}/[A-Za-z0-9]{20,32}|(?:workflows|triggers)/[A-Za-z0-9/]{30,80})"),
        new PatternFormat(
            "Discord webhook",
            ["discord.com/api/webhooks/", "discordapp.com/api/webhooks/"],
            "discord(?:app)?\\.com/api/webhooks/[0-9]{17,20}/[A-Za-z0-9_-]{60,80}"),
        new PatternFormat("SendGrid API key", ["SG."], "SG\\.[A-Za-z0-9_-]{16,32}\\.[A-Za-z0-9_-]{40,50}"),
        new TokenFormat("Mailgun API key", ["key-"], Alphabets.Hex, 32) { Exactly = 32, EntropyFloor = 2.8 },
    ];
}
