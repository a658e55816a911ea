using System.Net;
using System.Net.Sockets;
using Harombe.Agent.PluginEgress;
using Harombe.Core.Egress;

namespace Harombe.Tests.PluginEgress;

public sealed class DirectConnectionsTests
{
    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("127.8.8.8", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("192.0.2.1", false)]
    [InlineData("198.18.0.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00:ec2::254", false)]
    [InlineData("ff02::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::ffff:169.254.169.254", false)]
    [InlineData("::7f00:1", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("64:ff9b::a9fe:a9fe", false)]
    [InlineData("64:ff9b::808:808", true)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("2001:db8::1", false)]
    public void Address_is_public_or_not(string address, bool isPublic) => Assert.Equal(isPublic, AddressClass.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("api.example.com", "api.example.com", 443, true)]
    [InlineData("api.example.com", "API.example.com", 443, true)]
    [InlineData("api.example.com", "api.example.com", 8443, false)]
    [InlineData("api.example.com:8443", "api.example.com", 8443, true)]
    [InlineData("*.example.com", "a.example.com", 443, true)]
    [InlineData("*.example.com", "a.b.example.com", 443, true)]
    [InlineData("*.example.com", "example.com", 443, false)]
    [InlineData("*.example.com", "badexample.com", 443, false)]
    [InlineData("localhost:5000", "localhost", 5000, true)]
    [InlineData("localhost:5000", "localhost", 443, false)]
    public void Declaration_covers_a_host_at_its_port(string declared, string host, int port, bool covers)
    {
        Assert.True(HostDeclaration.TryParse(declared, out var declaration));
        Assert.Equal(covers, declaration.Covers(host, port));
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:80")]
    [InlineData("10.0.0.0x1")]
    [InlineData("*")]
    [InlineData("*.com:0")]
    [InlineData("example")]
    [InlineData("Example.com")]
    [InlineData("exa mple.com")]
    [InlineData("https://example.com")]
    [InlineData("[::1]:80")]
    [InlineData("example.com.")]
    [InlineData("")]
    public void What_names_no_host_is_no_declaration(string text) => Assert.False(HostDeclaration.TryParse(text, out _));

    [Theory]
    [InlineData("10.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("8.8.8.8,127.0.0.1")]
    [InlineData("")]
    public async Task Name_that_leads_to_a_private_address_is_refused_as_a_whole(string addresses)
    {
        var refused = await RefusedAsync("api.example.com", 443, "api.example.com", [.. addresses.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(IPAddress.Parse)]);
        Assert.Equal("egress.private", refused.Reason.Rule);
    }

    [Fact]
    public async Task Host_that_is_not_declared_is_refused_before_it_is_looked_up()
    {
        var refused = await RefusedAsync("evil.example.com", 443, "api.example.com", null);
        Assert.Equal("egress.undeclared", refused.Reason.Rule);
        Assert.Contains("hosts: [api.example.com, evil.example.com]", refused.Reason.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Name_that_cannot_be_looked_up_is_refused() => Assert.Equal("egress.name", (await Assert.ThrowsAsync<DestinationRefusedException>(async () =>
        await new DirectConnections((_, _) => throw new SocketException((int)SocketError.HostNotFound)).ConnectAsync(To("api.example.com", 443, "api.example.com"), CancellationToken.None))).Reason.Rule);

    [Fact]
    public async Task Declared_port_of_this_machine_is_reached_whatever_a_resolver_says()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        await using var stream = await new DirectConnections((_, _) => throw new InvalidOperationException("asked")).ConnectAsync(To("localhost", port, $"localhost:{port}"), CancellationToken.None);
        using var accepted = await listener.AcceptTcpClientAsync();
        Assert.True(accepted.Connected);
    }

    private static async Task<DestinationRefusedException> RefusedAsync(string host, int port, string declared, IPAddress[]? addresses) =>
        await Assert.ThrowsAsync<DestinationRefusedException>(async () => await new DirectConnections(
            (_, _) => addresses is null ? throw new InvalidOperationException("asked") : Task.FromResult(addresses)).ConnectAsync(To(host, port, declared), CancellationToken.None));

    private static Destination To(string host, int port, string declared) => new(host, port, [HostDeclaration.TryParse(declared, out var one) ? one : default]);
}
