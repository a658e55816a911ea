namespace Harombe.Host.Configuration.Values;

/// <summary>A host as it stands in a Host header, without port; lower case. No wildcards: they would switch off the guard against DNS rebinding.</summary>
internal sealed class HostKind : ValueKind
{
    public override string Name => "host";

    public override string Range => "a DNS name or an IP address, without port";

    public override Reading Read(Written written)
    {
        var text = written.Text;
        if (HostName.TryAddress(text, out var address)) return Reading.Of(address.ToString());
        if (HostName.IsName(text)) return Reading.Of(text.ToLowerInvariant());
        return text.Contains('*', StringComparison.Ordinal)
            ? Reading.Wrong($"must be one host, but is the pattern {Shown.Value(text)}", "Name every host on its own")
            : Reading.Wrong($"must be a host, but is {Shown.Value(text)}", "Write a DNS name or an IP address without port, brackets or scheme");
    }

    public override string Show(object value) => (string)value;
}
