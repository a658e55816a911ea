using System.Diagnostics;
using System.Globalization;
using Harombe.Core.Secrets;
using OpenTelemetry;

namespace Harombe.Host.Telemetry;

/// <summary>
/// Takes secrets out of the texts of spans before they leave: of ours there should be none, but the libraries' spans carry what others send (an address, a
/// name of a tool). A span that can't be scanned, or has a secret among its events, is not exported.
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
                if (TextOf(value) is { } text && scanner.Scan(text).Count > 0)
                {
                    data.SetTag(name, scanner.Redact(text).Value);
                }
            }

            // What is attached to a span can't be changed any more.
            if (data.Events.SelectMany(one => one.Tags).Concat(data.Links.SelectMany(link => link.Tags ?? [])).Any(tag => TextOf(tag.Value) is { } text && scanner.Scan(text).Count > 0))
            {
                data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
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

    private static string? TextOf(object? value) => value switch
    {
        null or bool or int or long or double => null,
        string text => text,
        System.Collections.IEnumerable many => string.Join('\n', many.Cast<object?>()),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
