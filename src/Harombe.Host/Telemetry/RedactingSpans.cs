using System.Diagnostics;
using Harombe.Core.Secrets;
using OpenTelemetry;

namespace Harombe.Host.Telemetry;

/// <summary>
/// Takes secrets out of the texts of spans before they leave: of ours there should be none, but the libraries' spans carry what others send (an address, a
/// name of a tool). A span that can't be scanned is not exported.
/// </summary>
internal sealed class RedactingSpans(ISecretScanner scanner) : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data)
    {
        try
        {
            data.DisplayName = scanner.Redact(data.DisplayName).Value;
            foreach (var (name, value) in data.TagObjects.ToList())
            {
                if (value is string text && scanner.Redact(text).Value is var clean && !ReferenceEquals(clean, text))
                {
                    data.SetTag(name, clean);
                }
            }

            if (data.StatusDescription is { } why)
            {
                data.SetStatus(data.Status, scanner.Redact(why).Value);
            }
        }
        catch (Exception)
        {
            // The edge of the export: what could not be scanned counts as a secret.
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        }
    }
}
