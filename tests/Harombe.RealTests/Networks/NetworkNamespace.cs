using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Harombe.RealTests.Networks;

/// <summary>
/// A network of its own with nothing but loopback in it (network_namespaces(7)): what is started or connects inside reaches nobody else, whatever it
/// tries, and the kernel counts what it tried.
/// </summary>
internal sealed class NetworkNamespace : IAsyncDisposable
{
    private const int NewNetwork = 0x40000000;
    private readonly Process holder;

    private NetworkNamespace(Process holder) => this.holder = holder;

    /// <summary>What to put before a command so that it runs inside.</summary>
    public string Enter => $"nsenter --net={Proc("ns/net")} --";

    /// <summary>The names of the interfaces inside.</summary>
    public IReadOnlyList<string> Interfaces => [.. File.ReadLines(Proc("net/dev")).Skip(2).Select(line => line.Split(':')[0].Trim())];

    /// <summary>How many packets and connections inside were meant for an address that no route leads to, IPv4 and IPv6.</summary>
    public long Unroutable
    {
        get
        {
            var rows = File.ReadLines(Proc("net/snmp")).Where(line => line.StartsWith("Ip: ", StringComparison.Ordinal)).Select(line => line.Split(' ')).ToList();
            var six = File.ReadLines(Proc("net/snmp6")).Single(line => line.StartsWith("Ip6OutNoRoutes", StringComparison.Ordinal)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            return Number(rows[1][Array.IndexOf(rows[0], "OutNoRoutes")]) + Number(six[1]);
        }
    }

    /// <summary>Makes the network; it lasts until it is disposed.</summary>
    public static async Task<NetworkNamespace> CreateAsync()
    {
        var start = new ProcessStartInfo("unshare", ["--net", "--", "sh", "-c", "ip link set lo up && echo up && exec cat"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        var holder = Process.Start(start)!; // not null: it is started anew
        Assert.Equal("up", await holder.StandardOutput.ReadLineAsync());
        return new NetworkNamespace(holder);
    }

    /// <summary>Connects inside, for a <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var connected = new TaskCompletionSource<Stream>(TaskCreationOptions.RunContinuationsAsynchronously);
        // A socket stays where it was made, and where it is made is the thread's: so a thread that ends with it.
        new Thread(() => Complete(connected, context)) { IsBackground = true }.Start();
        return await connected.Task.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        holder.StandardInput.Close();
        await holder.WaitForExitAsync();
        holder.Dispose();
    }

    private void Complete(TaskCompletionSource<Stream> connected, SocketsHttpConnectionContext context)
    {
        try
        {
            using (var inside = File.OpenHandle(Proc("ns/net")))
            {
                Assert.True(setns(inside, NewNetwork) == 0, $"errno {Marshal.GetLastPInvokeError()}");
            }

            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            socket.Connect(context.DnsEndPoint);
            connected.SetResult(new NetworkStream(socket, ownsSocket: true));
        }
        catch (Exception e)
        {
            connected.SetException(e);
        }
    }

    private string Proc(string name) => $"/proc/{holder.Id}/{name}";

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    [DllImport("libc", SetLastError = true)]
    private static extern int setns(SafeHandle descriptor, int kind);
}
