using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;

namespace Harombe.Host.Telemetry;

/// <summary>Writes lines to standard error: standard output belongs to commands and protocols.</summary>
internal sealed class ErrorStream(ITextFormatter formatter) : ILogEventSink
{
    private readonly Lock writing = new();

    public void Emit(LogEvent logEvent)
    {
        lock (writing)
        {
            formatter.Format(logEvent, Console.Error);
        }
    }
}
