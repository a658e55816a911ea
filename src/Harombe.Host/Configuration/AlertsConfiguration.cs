using Harombe.Host.Configuration.Values;

namespace Harombe.Host.Configuration;

/// <summary>When something is worth telling people about, and where. A threshold of 0 turns its alert off.</summary>
/// <param name="Webhook">Where alerts are posted; null for nowhere but the log and the metrics.</param>
/// <param name="Secret">What signs them.</param>
/// <param name="Window">The time in which events count together.</param>
/// <param name="Denials">So many refused calls of one principal.</param>
/// <param name="Redactions">So many secrets taken out of texts.</param>
/// <param name="Questions">So many questions of one principal to people.</param>
/// <param name="Quiet">How long the same alert is not repeated.</param>
/// <param name="Verify">How often the host verifies its record by itself.</param>
internal sealed record AlertsConfiguration(
    Uri? Webhook, SecretReference Secret, TimeSpan Window, int Denials, int Redactions, int Questions, TimeSpan Quiet, TimeSpan Verify)
{
    public static AlertsConfiguration From(EffectiveConfiguration effective) => new(
        effective.Has(AlertKeys.Webhook) ? effective.Value<Uri>(AlertKeys.Webhook) : null,
        effective.Value<SecretReference>(AlertKeys.Secret),
        effective.Value<TimeSpan>(AlertKeys.Window),
        effective.Value<int>(AlertKeys.Denials),
        effective.Value<int>(AlertKeys.Redactions),
        effective.Value<int>(AlertKeys.Questions),
        effective.Value<TimeSpan>(AlertKeys.Quiet),
        effective.Value<TimeSpan>(AlertKeys.Verify));
}

/// <summary>The keys of alerts.</summary>
internal static class AlertKeys
{
    public static readonly ConfigurationKey Webhook = new("alerts.webhook", new UrlKind(), null, "Where alerts are posted, signed; nowhere when it is left out.");
    public static readonly ConfigurationKey Secret = new("alerts.secret", new SecretReferenceKind("alerts/webhook"), "secret://alerts/webhook", "The secret that signs what is posted.");
    public static readonly ConfigurationKey Window = new("alerts.window", new DurationKind(TimeSpan.FromSeconds(10), TimeSpan.FromHours(1)), "1m", "The time in which events count together.");
    public static readonly ConfigurationKey Denials = new("alerts.denials", new IntegerKind(0, 100_000), "20", "Alert at so many refused calls of one principal; 0 never.");
    public static readonly ConfigurationKey Redactions = new("alerts.redactions", new IntegerKind(0, 100_000), "10", "Alert at so many secrets taken out of texts; 0 never.");
    public static readonly ConfigurationKey Questions = new("alerts.questions", new IntegerKind(0, 100_000), "20", "Alert at so many questions of one principal to people; 0 never.");
    public static readonly ConfigurationKey Quiet = new("alerts.quiet", new DurationKind(TimeSpan.FromSeconds(10), TimeSpan.FromDays(1)), "15m", "How long the same alert is not repeated.");
    public static readonly ConfigurationKey Verify = new("alerts.verify", new DurationKind(TimeSpan.FromMinutes(1), TimeSpan.FromDays(30)), "24h", "How often the host verifies its record by itself.");

    /// <summary>All of them.</summary>
    public static readonly ConfigurationKey[] All = [Webhook, Secret, Window, Denials, Redactions, Questions, Quiet, Verify];
}
