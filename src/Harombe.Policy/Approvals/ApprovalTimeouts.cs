using Harombe.Core.Approvals;
using Harombe.Core.Tools;

namespace Harombe.Policy.Approvals;

/// <summary>How long a question stands, by patience and risk.</summary>
internal static class ApprovalTimeouts
{
    public static TimeSpan Of(Patience patience, Risk risk, PolicyOptions options) => patience switch
    {
        Patience.Interactive => options.Timeout ?? ByRisk(risk),
        Patience.Deferred => options.DeferredTimeout,
        _ => throw new ArgumentOutOfRangeException(nameof(patience), patience, "Unknown patience."),
    };

    private static TimeSpan ByRisk(Risk risk) => risk switch
    {
        Risk.Low => TimeSpan.FromSeconds(30),
        Risk.Medium => TimeSpan.FromSeconds(60),
        Risk.High or Risk.Critical => TimeSpan.FromSeconds(120),
        _ => throw new ArgumentOutOfRangeException(nameof(risk), risk, "Unknown risk."),
    };
}
