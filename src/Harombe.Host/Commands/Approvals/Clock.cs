using System.Globalization;

namespace Harombe.Host.Commands.Approvals;

/// <summary>A moment as the person's own clock shows it.</summary>
internal static class Clock
{
    public static string Of(DateTimeOffset time) => time.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
