using System.Globalization;

namespace Harombe.Audit.Forwarding;

/// <summary>Where a syslog server listens: <c>tls://host:6514</c>, <c>tcp://host:601</c> or <c>udp://host:514</c>.</summary>
internal sealed record SyslogAddress(string Scheme, string Host, int Port)
{
    /// <summary>Whether the text is such an address.</summary>
    public static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "tls" or "tcp" or "udp" && uri.Port > 0 && uri.Host.Length > 0;

    /// <exception cref="FormatException">It is no such address.</exception>
    public static SyslogAddress Parse(string text) =>
        IsAddress(text) && new Uri(text) is var uri
            ? new SyslogAddress(uri.Scheme, uri.Host, uri.Port)
            : throw new FormatException("A syslog server is written tls://host:6514, tcp://host:601 or udp://host:514.");

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Scheme}://{Host}:{Port}");
}
