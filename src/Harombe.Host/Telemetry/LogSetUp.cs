using System.Globalization;
using Harombe.Core.Secrets;
using Harombe.Host.Configuration;
using Harombe.Host.Hosting;
using ModelContextProtocol;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Compact;
using Serilog.Formatting.Display;

namespace Harombe.Host.Telemetry;

/// <summary>
/// Logs: compact JSON in daily files, warnings for people on standard error. Every line goes through the scanner. Where
/// they are exported as well, OpenTelemetry's provider hears them, too.
/// </summary>
internal static class LogSetUp
{
    private const int Days = 14;

    public static void AddHarombeLogs(this IServiceCollection services, LogsConfiguration logs, bool exported)
    {
        DataFolder.Make(logs.Folder);
        services.AddSerilog((provider, serilog) =>
        {
            var scanner = provider.GetRequiredService<ISecretScanner>();
            var people = new MessageTemplateTextFormatter("{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Exception}", CultureInfo.InvariantCulture);
            serilog
                .MinimumLevel.Is(LevelOf(logs.Level))
                .MinimumLevel.Override("Microsoft.AspNetCore", LogEventLevel.Warning)
                .MinimumLevel.Override("System.Net.Http", LogEventLevel.Warning)
                .MinimumLevel.Override("ModelContextProtocol", LogEventLevel.Warning)
                // What a caller did wrong is told to the caller; the library takes it for a fault of ours, with a stack, each time that a client asks for a tool by a wrong name.
                .Filter.ByExcluding(one => one.Exception is McpException && IsOfLibrary(one))
                .WriteTo.File(
                    new RedactingFormatter(new CompactJsonFormatter(), scanner),
                    Path.Combine(logs.Folder, "harombe-.log"),
                    rollingInterval: RollingInterval.Day,
                    retainedFileCountLimit: Days)
                .WriteTo.Sink(new ErrorStream(new RedactingFormatter(new VisibleLines(people), scanner)), LogEventLevel.Warning);
        }, preserveStaticLogger: true, writeToProviders: exported); // Serilog's static logger would be that of the newest host in the process.
    }

    private static bool IsOfLibrary(LogEvent logEvent) =>
        logEvent.Properties.TryGetValue(Constants.SourceContextPropertyName, out var source) && source is ScalarValue { Value: string name } && name.StartsWith("ModelContextProtocol", StringComparison.Ordinal);

    private static LogEventLevel LevelOf(LogLevel level) => level switch
    {
        LogLevel.Trace => LogEventLevel.Verbose,
        LogLevel.Debug => LogEventLevel.Debug,
        LogLevel.Information => LogEventLevel.Information,
        LogLevel.Warning => LogEventLevel.Warning,
        LogLevel.Error => LogEventLevel.Error,
        LogLevel.Critical => LogEventLevel.Fatal,
        _ => throw new ArgumentOutOfRangeException(nameof(level)),
    };
}
