using System.Net;

namespace Harombe.Host.Configuration.Values;

/// <summary>Where the server listens: an IP address or <c>localhost</c>. Not a name: Kestrel binds an unknown name to every interface.</summary>
internal sealed class ListenAddressKind : ValueKind
{
    public override string Name => "host";

    public override string Range => "an IP address or localhost";

    public override Reading Read(Written written)
    {
        var text = written.Text;
        if (text == "localhost") return Reading.Of(text);
        if (text is "*" or "+") return Reading.Wrong($"must be an address, but is {Shown.Value(text)}", "Write 0.0.0.0 to listen on every interface");
        if (HostName.TryAddress(text, out var address)) return Reading.Of(address.ToString());
        return HostName.IsName(text)
            ? Reading.Wrong($"must be an address, but is the name {Shown.Value(text)}", "Write an IP address or localhost, and put the name under server.allowed_hosts")
            : Reading.Wrong($"must be an address, but is {Shown.Value(text)}", "Write an IP address without port, brackets or scheme, or localhost");
    }

    public override string Show(object value) => (string)value;

    /// <summary>Whether only this machine can reach the address.</summary>
    public static bool IsLoopback(string host) => host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
