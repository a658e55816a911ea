using System.Net;
using System.Net.Sockets;

namespace Harombe.RealTests.Readme;

public sealed class TourTests
{
    [Fact]
    public async Task Tour_prints_what_the_readme_shows()
    {
        using var tour = new Tour(Checkout.Root, FreePort(), "");

        await tour.RunAsync(() => Task.CompletedTask);

        Assert.Equal("hello world", await File.ReadAllTextAsync(Path.Combine(tour.DataFolder, "workspace", "hello.txt")));
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
