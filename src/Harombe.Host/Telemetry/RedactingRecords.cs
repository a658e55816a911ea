using Harombe.Core.Secrets;
using OpenTelemetry;
using OpenTelemetry.Logs;

namespace Harombe.Host.Telemetry;

/// <summary>
/// Takes secrets out of log records before they leave. Values become text, an exception its type, message and stack as text: nothing travels that was not
/// looked at. If the scanner fails, the record says that and nothing else.
/// </summary>
internal sealed class RedactingRecords(ISecretScanner scanner) : BaseProcessor<LogRecord>
{
    private const string Template = "{OriginalFormat}";

    public override void OnEnd(LogRecord data)
    {
        try
        {
            var clean = (data.Attributes ?? []).Select(one => new KeyValuePair<string, object?>(one.Key, Clean(one.Value))).ToList();
            if (data.Exception is { } fault)
            {
                clean.Add(new("exception.type", fault.GetType().FullName));
                clean.Add(new("exception.message", Clean(fault.Message)));
                clean.Add(new("exception.stacktrace", Clean(fault.ToString())));
            }

            data.Exception = null;
            data.Attributes = clean;
            data.FormattedMessage = data.FormattedMessage is { } message ? scanner.Redact(message).Value : null;
            data.Body = clean.FirstOrDefault(one => one.Key == Template).Value as string ?? data.FormattedMessage;
        }
        catch (Exception)
        {
            // The edge of the export: what could not be scanned counts as a secret.
            (data.Exception, data.Attributes, data.FormattedMessage, data.Body) = (null, [], null, "[not scanned]");
        }
    }

    private object? Clean(object? value) => value switch
    {
        null or bool or int or long or double => value,
        _ => scanner.Redact(Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "").Value,
    };
}
