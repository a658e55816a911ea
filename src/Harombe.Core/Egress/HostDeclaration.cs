using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Harombe.Core.Egress;

/// <summary>
/// A host that a tool declares: <c>api.example.com</c>, every host below a domain as <c>*.example.com</c>, or either with a port. Without a port it is 443, the one
/// of HTTPS. This machine is <c>localhost</c> and always names the port, so that nobody reaches all of its services by a word. Addresses can't be declared.
/// </summary>
public readonly record struct HostDeclaration
{
    private const int Https = 443;

    private HostDeclaration(string name, int port)
    {
        Name = name;
        Port = port;
    }

    /// <summary>The name in lower case, with <c>*.</c> before a domain.</summary>
    public string Name { get; }

    /// <summary>The one port.</summary>
    public int Port { get; }

    /// <summary>Whether it is this machine.</summary>
    public bool IsLoopback => Name == "localhost";

    /// <summary>Reads a declaration; false when it is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out HostDeclaration declaration)
    {
        declaration = default;
        var parts = (text ?? "").Split(':');
        var port = Https;
        if (parts.Length > 2 || (parts.Length == 2 && !(int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and < 65536)))
        {
            return false;
        }

        var name = parts[0];
        if (name == "localhost" ? parts.Length == 1 : !IsName(name.StartsWith("*.", StringComparison.Ordinal) ? name[2..] : name))
        {
            return false;
        }

        declaration = new HostDeclaration(name, port);
        return true;
    }

    /// <summary>Whether it covers a host, at whichever port.</summary>
    public bool CoversName(string host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return Name is { } name && (name.StartsWith("*.", StringComparison.Ordinal)
            ? host.Length > name.Length - 1 && host.EndsWith(name[1..], StringComparison.OrdinalIgnoreCase)
            : name.Equals(host, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether it covers a host at a port.</summary>
    public bool Covers(string host, int port) => port == Port && CoversName(host);

    /// <inheritdoc/>
    public override string ToString() => Port == Https && !IsLoopback ? Name : string.Create(CultureInfo.InvariantCulture, $"{Name}:{Port}");

    // The last label has a letter: what ends in a number is an address in one of its many spellings.
    private static bool IsName(string name) => name.Length is > 0 and <= 253 && name.Contains('.', StringComparison.Ordinal)
        && name[(name.LastIndexOf('.') + 1)..].Any(char.IsAsciiLetterLower) && !name[(name.LastIndexOf('.') + 1)..].StartsWith("0x", StringComparison.Ordinal)
        && name.Split('.').All(part => part.Length is > 0 and <= 63 && part[0] != '-' && part[^1] != '-'
            && part.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'));
}
