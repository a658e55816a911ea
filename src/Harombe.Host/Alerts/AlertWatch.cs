using System.Threading.Channels;
using Harombe.Core.Audit;
using Harombe.Core.Principals;
using Harombe.Host.Configuration;

namespace Harombe.Host.Alerts;

/// <summary>Sees what is recorded and raises alerts. Never delays or fails what it watches. Thread-safe.</summary>
internal sealed class AlertWatch(AlertsConfiguration configuration, TimeProvider clock)
{
    private const int MostWaiting = 64;
    private const int MostInAnHour = 60;

    private readonly Channel<Alert> raised = Channel.CreateBounded<Alert>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.Wait });
    private readonly Bursts bursts = new(configuration.Window, configuration.Quiet, clock);
    private readonly Bursts hour = new(TimeSpan.FromHours(1), TimeSpan.FromSeconds(1), clock);
    private int unsaid;

    /// <summary>What was raised, for the one who delivers it.</summary>
    public ChannelReader<Alert> Raised => raised.Reader;

    /// <summary>An entry was recorded.</summary>
    public void See(AuditEntry entry)
    {
        switch (entry)
        {
            case CallStopped { How: "refused" } stopped:
                Denied(stopped.ToolCall.Principal.Id, $"the last by the rule {stopped.Reason.Rule}");
                break;
            case EgressDecided { Event: "denied" } egress:
                Denied(egress.Principal, $"the last to {egress.Destination}");
                break;
            case ApprovalChanged { Event: "asked" } asked:
                Burst("questions", asked.Approval.Principal.Value, configuration.Questions,
                    $"'{Literal(asked.Approval.Principal.Value)}' has put {{0}} questions to people within {{1}}: somebody may hope for a yes out of weariness.", "harombe approvals list");
                break;
        }
    }

    /// <summary>Secrets were taken out of a text.</summary>
    public void Redacted(string kind) => Burst(
        "redactions", "", configuration.Redactions, $"{{0}} secrets were taken out of texts within {{1}}, the last of the kind '{Literal(kind)}'.", "harombe audit tail");

    /// <summary>The record takes no entry, so nothing runs.</summary>
    public void Unavailable(AuditUnavailableException why) => Burst("record.unavailable", "", 1, "The record takes no entries, so no tool runs: " + Literal(why.Message), "harombe doctor");

    /// <summary>The record was verified and is not as it was written.</summary>
    public void Tampered(string what) => Burst("record.tampered", "", 1, "The record was tampered with: " + Literal(what), "harombe audit verify");

    private void Denied(PrincipalId principal, string last) => Burst(
        "denials", principal.Value, configuration.Denials, $"{{0}} calls of '{Literal(principal.Value)}' were refused within {{1}}, {Literal(last)}.", "harombe audit tail --kind call.stopped");

    // Braces of others are no places for our numbers.
    private static string Literal(string text) => text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);

    private void Burst(string kind, string subject, int threshold, string message, string next)
    {
        if (bursts.Count(kind, subject, threshold) is not (> 0 and var count))
        {
            return;
        }

        // A flood of alerts is an attack on those who read them.
        if (hour.Count("", "", MostInAnHour) > 0)
        {
            Interlocked.Increment(ref unsaid);
            return;
        }

        var window = configuration.Window;
        var said = string.Format(System.Globalization.CultureInfo.InvariantCulture, message, count, window.TotalMinutes >= 1 ? $"{window.TotalMinutes:0.#} min" : $"{window.TotalSeconds:0} s");
        var alert = new Alert($"alr_{Guid.NewGuid():N}", kind, subject, count, clock.GetUtcNow(), said, next, Interlocked.Exchange(ref unsaid, 0));
        if (!raised.Writer.TryWrite(alert))
        {
            Interlocked.Add(ref unsaid, alert.Unsaid + 1);
        }
    }
}
