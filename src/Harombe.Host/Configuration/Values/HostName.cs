using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Harombe.Host.Configuration.Values;

/// <summary>Strict reading of hosts. <see cref="IPAddress"/> alone takes <c>127.1</c> and <c>2130706433</c>, which no reader of a file would.</summary>
internal static partial class HostName
{
    /// <summary>Dotted quads and IPv6 without brackets or zone.</summary>
    public static bool TryAddress(string text, [NotNullWhen(true)] out IPAddress? address) =>
        IPAddress.TryParse(text, out address)
        && (address.AddressFamily == AddressFamily.InterNetwork ? address.ToString() == text : !text.AsSpan().ContainsAny("[]%"));

    /// <summary>A DNS name of ASCII labels whose last one isn't a number.</summary>
    public static bool IsName(string text) => text.Length <= 253 && Name().IsMatch(text);

    [GeneratedRegex(@"\A(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)*(?![0-9]+\z)[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
