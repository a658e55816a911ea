using System.ComponentModel;
using System.Globalization;
using Harombe.Core.Calls;
using Harombe.Core.Plugins;
using Microsoft.SemanticKernel;

namespace Harombe.Plugins.Clock;

/// <summary>The time as tools.</summary>
public sealed class ClockPlugin(TimeProvider time)
{
    private const string ZoneHelp = "IANA time zone such as Europe/Berlin or America/New_York";

    /// <summary>Tells the time.</summary>
    [KernelFunction("now")]
    [Description("Tells the current date, time and weekday. Use it whenever an answer depends on what day or time it is.")]
    public ToolAnswer Now([Description(ZoneHelp + "; leave it out for UTC")] string? zone = null) => At(time.GetUtcNow(), zone ?? "UTC");

    /// <summary>Converts a time.</summary>
    [KernelFunction("convert")]
    [Description("Tells what a moment is in another time zone.")]
    public ToolAnswer Convert(
        [Description("The moment with its offset, in ISO 8601: 2030-01-31T09:00:00+01:00")] string moment,
        [Description(ZoneHelp)] string zone) =>
        DateTimeOffset.TryParseExact(moment, ["yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'"],
            CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed)
            ? At(parsed, zone)
            : ToolAnswer.Refuse(new Reason("clock.moment", "That is not a moment with an offset.", "Write it as 2030-01-31T09:00:00+01:00, or with Z for UTC."));

    private static ToolAnswer At(DateTimeOffset moment, string zone)
    {
        // The name becomes part of a path below the system's time zones: nothing that could lead out of there gets that far.
        if (zone.Length > 64 || !zone.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '+' or '-')
            || !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found)
            || !(zone == "UTC" || found.HasIanaId))
        {
            return ToolAnswer.Refuse(new Reason("clock.zone", "There is no such time zone.", "Use an IANA name such as Europe/Berlin."));
        }

        var local = TimeZoneInfo.ConvertTime(moment, found);
        var iso = local.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
        var weekday = local.ToString("dddd", CultureInfo.InvariantCulture);
        return ToolAnswer.Of(new ZonedMoment(iso, weekday, zone), $"{iso}, {weekday}, {zone}");
    }
}

/// <summary>A moment in a time zone.</summary>
/// <param name="Time">ISO 8601 with the offset.</param>
/// <param name="Weekday">The weekday, in English.</param>
/// <param name="Zone">The time zone.</param>
public sealed record ZonedMoment(string Time, string Weekday, string Zone);
