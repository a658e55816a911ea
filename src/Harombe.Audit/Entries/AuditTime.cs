using System.Globalization;

namespace Harombe.Audit.Entries;

/// <summary>Times as they stand in the record: UTC, to the millisecond.</summary>
internal static class AuditTime
{
    public static string Format(DateTimeOffset time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
