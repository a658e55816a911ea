using Harombe.Policy;

namespace Harombe.Host.Configuration;

/// <summary>What holds where no rule matches.</summary>
internal sealed record PolicyConfiguration(PolicyProfile Profile, string Folder, string? File, string? Reviewer, TimeSpan ReviewerTimeout)
{
    public static PolicyConfiguration From(EffectiveConfiguration effective) => new(effective.Value<string>(ConfigurationKeys.PolicyProfile) switch
    {
        "cautious" => PolicyProfile.Cautious,
        "developer" => PolicyProfile.Developer,
        _ => PolicyProfile.LockedDown,
    }, effective.Value<string>(ConfigurationKeys.PolicyFolder), effective.File,
        effective.Has(ConfigurationKeys.PolicyReviewer) ? effective.Value<ModelName>(ConfigurationKeys.PolicyReviewer).Text : null,
        effective.Value<TimeSpan>(ConfigurationKeys.PolicyReviewerTimeout));
}
