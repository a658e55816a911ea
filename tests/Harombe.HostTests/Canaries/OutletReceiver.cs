using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Harombe.HostTests.Canaries;

/// <summary>Whoever gets what the host sends out, on the loopback: posts of any kind, answered as their real receivers would, and syslog over TCP and UDP.</summary>
internal sealed class OutletReceiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly TcpListener tcp = new(IPAddress.Loopback, 0);
    private readonly UdpClient udp = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentQueue<string> taken = new();
    private readonly List<Task> reading;

    private OutletReceiver(WebApplication app)
    {
        this.app = app;
        tcp.Start();
        reading = [ReadTcpAsync(), ReadUdpAsync()];
    }

    public string Url => app.Urls.First();

    public string Tcp => $"tcp://127.0.0.1:{((IPEndPoint)tcp.LocalEndpoint).Port}";

    public string Udp => $"udp://127.0.0.1:{((IPEndPoint)udp.Client.LocalEndPoint!).Port}"; // not null: it is bound

    /// <summary>All that has come.</summary>
    public string Taken => string.Join('\n', taken);

    /// <summary>How much was posted there.</summary>
    public int CountOf(string path) => taken.Count(one => one.StartsWith(path + "\n", StringComparison.Ordinal));

    public static async Task<OutletReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var receiver = new OutletReceiver(app);
        app.MapPost("/{**path}", receiver.TakeAsync);
        await app.StartAsync();
        return receiver;
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await Task.WhenAll(reading);
        tcp.Dispose();
        udp.Dispose();
        stopping.Dispose();
        await app.DisposeAsync();
    }

    private async Task<IResult> TakeAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        // Headers too, but for the credentials that the receiver issued itself.
        var headers = string.Join('\n', request.Headers.Where(header => header.Key != "Authorization").Select(header => $"{header.Key}: {header.Value}"));
        taken.Enqueue($"{request.Path}{request.QueryString}\n{headers}\n\n{await reader.ReadToEndAsync()}");
        return request.Path.Value switch
        {
            "/services/collector/event" => Results.Text("""{"text":"Success","code":0}""", "application/json"),
            "/_bulk" => Results.Text("""{"errors":false,"items":[]}""", "application/json"),
            _ => Results.NoContent(),
        };
    }

    private Task ReadTcpAsync() => UntilStoppedAsync(async () =>
    {
        using var client = await tcp.AcceptTcpClientAsync(stopping.Token);
        using var reader = new StreamReader(client.GetStream());
        taken.Enqueue(await reader.ReadToEndAsync(stopping.Token));
    });

    private Task ReadUdpAsync() => UntilStoppedAsync(async () => taken.Enqueue(Encoding.UTF8.GetString((await udp.ReceiveAsync(stopping.Token)).Buffer)));

    private async Task UntilStoppedAsync(Func<Task> take)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await take();
            }
            catch (Exception e) when (e is OperationCanceledException or IOException)
            {
                // Stopped, or the other side broke off: it sends again.
            }
        }
    }
}
