using System.Globalization;
using Harombe.Core.Display;
using Serilog.Events;
using Serilog.Formatting;

namespace Harombe.Host.Telemetry;

/// <summary>Lines for a terminal. What servers and callers wrote stands in some of them, and a control sequence in it could repaint the screen.</summary>
internal sealed class VisibleLines(ITextFormatter inner) : ITextFormatter
{
    public void Format(LogEvent logEvent, TextWriter output)
    {
        using var line = new StringWriter(CultureInfo.InvariantCulture);
        inner.Format(logEvent, line);
        output.Write(VisibleText.Lines(line.ToString().ReplaceLineEndings("\n")));
    }
}
