using System.Globalization;
using Harombe.Core.Secrets;
using Serilog.Events;
using Serilog.Formatting;

namespace Harombe.Host.Telemetry;

/// <summary>
/// Takes secrets out of every line of the log, after it was rendered: whatever a message, a property or an exception brought along has passed here.
/// If the scanner fails, the line is dropped and says so.
/// </summary>
internal sealed class RedactingFormatter(ITextFormatter inner, ISecretScanner scanner) : ITextFormatter
{
    public void Format(LogEvent logEvent, TextWriter output)
    {
        using var line = new StringWriter(CultureInfo.InvariantCulture);
        inner.Format(logEvent, line);
        output.Write(scanner.Redact(line.ToString()).Value);
    }
}
