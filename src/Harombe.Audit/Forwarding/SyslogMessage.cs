using System.Globalization;
using System.Text;

namespace Harombe.Audit.Forwarding;

/// <summary>Messages of RFC 5424: facility 13 (log audit), severity 5 (notice).</summary>
internal static class SyslogMessage
{
    private const int Priority = (13 * 8) + 5;

    /// <param name="time">When it happened.</param>
    /// <param name="kind">MSGID: printable ASCII, cut to 32.</param>
    /// <param name="text">The message, UTF-8 after its byte order mark, as the standard asks.</param>
    public static byte[] Of(DateTimeOffset time, string kind, string text)
    {
        var id = new string([.. kind.Take(32).Select(c => c is > ' ' and < (char)127 ? c : '-')]);
        return Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"<{Priority}>1 {time.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {Environment.MachineName} harombe {Environment.ProcessId} {(id.Length > 0 ? id : "-")} - \uFEFF{text}"));
    }
}
