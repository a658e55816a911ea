using System.Collections.Immutable;
using Harombe.Audit;
using Harombe.Core.Secrets;

namespace Harombe.Host.Configuration;

/// <summary>How the audit log is named, kept, anchored and forwarded. Keys of their own table, since they are many.</summary>
internal sealed record AuditConfiguration(Action<AuditOptions> Apply)
{
    public static AuditConfiguration From(EffectiveConfiguration effective) => new(options =>
    {
        options.Origin = effective.Value<string>(AuditKeys.Origin);
        options.RetentionDays = effective.Value<int>(AuditKeys.RetentionDays);
        options.ClockTolerance = effective.Value<TimeSpan>(AuditKeys.ClockTolerance);
        options.AnchorEvery = effective.Value<TimeSpan>(AuditKeys.AnchorsEvery);
        options.AnchorFile = effective.Text(AuditKeys.AnchorsFile);
        options.AnchorGit = effective.Text(AuditKeys.AnchorsGit);
        options.AnchorSyslog = effective.Text(AuditKeys.AnchorsSyslog);
        options.AnchorWebhook = Url(effective, AuditKeys.AnchorsWebhook);
        foreach (var witness in effective.Value<ImmutableArray<string>>(AuditKeys.Witnesses))
        {
            options.Witnesses.Add(witness);
        }

        options.ForwardOtlp = Url(effective, AuditKeys.ForwardOtlp);
        options.ForwardSyslog = effective.Text(AuditKeys.ForwardSyslog);
        options.ForwardSplunk = Url(effective, AuditKeys.ForwardSplunk);
        options.ForwardSplunkToken = SecretName.Parse(effective.Value<SecretReference>(AuditKeys.ForwardSplunkToken).Name);
        options.ForwardElasticsearch = Url(effective, AuditKeys.ForwardElasticsearch);
        options.ForwardElasticsearchIndex = effective.Value<string>(AuditKeys.ForwardElasticsearchIndex);
        options.ForwardElasticsearchKey = effective.Has(AuditKeys.ForwardElasticsearchKey)
            ? SecretName.Parse(effective.Value<SecretReference>(AuditKeys.ForwardElasticsearchKey).Name)
            : null;
    });

    private static Uri? Url(EffectiveConfiguration effective, ConfigurationKey key) => effective.Has(key) ? effective.Value<Uri>(key) : null;
}
