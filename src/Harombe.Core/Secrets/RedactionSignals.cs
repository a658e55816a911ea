using System.Diagnostics.Metrics;
using Harombe.Core.Telemetry;

namespace Harombe.Core.Secrets;

/// <summary>Counts what was taken out of texts, by its kind and never more of it.</summary>
internal static class RedactionSignals
{
    private static readonly Counter<long> Redactions = Signals.Meter.CreateCounter<long>(
        "harombe.redactions", "{secret}", "Secrets that were taken out of a text before anybody could read it.");

    public static void Count(IReadOnlyList<Finding> findings)
    {
        if (!Redactions.Enabled)
        {
            return;
        }

        foreach (var finding in findings)
        {
            Redactions.Add(1, new KeyValuePair<string, object?>("harombe.secret.kind", finding.Placeholder is null ? finding.Kind : "own"));
        }
    }
}
