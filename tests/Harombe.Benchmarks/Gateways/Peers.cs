using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Harombe.Benchmarks.Measuring;

namespace Harombe.Benchmarks.Gateways;

/// <summary>Other people's gateways and an upstream of theirs, in the versions of <c>peers/package-lock.json</c>, installed beside the program.</summary>
internal static class Peers
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Gateways", "peers");

    public static string Node => Path.Combine(Folder, "node_modules", ".bin", "node");

    /// <summary>The reference server of the protocol's own people.</summary>
    public static string Everything => Module("@modelcontextprotocol/server-everything/dist/index.js");

    public static async Task InstallAsync()
    {
        if (File.Exists(Node))
        {
            return;
        }

        using var npm = Process.Start(new ProcessStartInfo("npm", ["ci", "--no-audit", "--no-fund"]) { WorkingDirectory = Folder }) ?? throw new InvalidOperationException("npm did not start.");
        await npm.WaitForExitAsync();
        if (npm.ExitCode != 0)
        {
            throw new InvalidOperationException($"npm ci ended with {npm.ExitCode}.");
        }
    }

    public static string Module(string path) => Path.Combine(Folder, "node_modules", path);

    /// <summary>mcp-hub, which reads a file of upstreams; this one is called <c>up</c>.</summary>
    public static async Task<(Process Process, Uri Url)> HubAsync(JsonObject upstream)
    {
        var folder = Storage.InMemory();
        var file = Path.Combine(folder, "hub.json");
        await File.WriteAllTextAsync(file, new JsonObject { ["mcpServers"] = new JsonObject { ["up"] = upstream } }.ToJsonString());
        var hub = await ServeAsync("/mcp", port => new ProcessStartInfo(Node, [Module("mcp-hub/dist/cli.js"), "--port", $"{port}", "--config", file]));
        Storage.Delete(folder);
        return hub;
    }

    /// <summary>A program that serves at a port of its own, and is awaited until it takes connections.</summary>
    public static async Task<(Process Process, Uri Url)> ServeAsync(string path, Func<int, ProcessStartInfo> how)
    {
        var port = FreePort();
        var start = how(port);
        start.RedirectStandardOutput = start.RedirectStandardError = start.RedirectStandardInput = true;
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start.");
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        for (var attempt = 0; attempt < 300; attempt++)
        {
            try
            {
                using var socket = new TcpClient();
                await socket.ConnectAsync(IPAddress.Loopback, port);
                await Task.Delay(TimeSpan.FromSeconds(2)); // Some of them listen before their upstream is there.
                return (process, new Uri($"http://127.0.0.1:{port}{path}"));
            }
            catch (SocketException) when (!process.HasExited)
            {
                await Task.Delay(100);
            }
        }

        throw new InvalidOperationException($"{string.Join(' ', start.ArgumentList)} never took a connection.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
