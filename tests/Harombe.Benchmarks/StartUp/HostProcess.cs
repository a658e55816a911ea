using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace Harombe.Benchmarks.StartUp;

/// <summary>The host as a process of its own, started as a user starts it.</summary>
internal sealed class HostProcess : IDisposable
{
    private readonly Process process;
    private readonly HttpClient http;
    private readonly string data;
    private readonly long started;

    private HostProcess(Process process, HttpClient http, string data, long started)
    {
        this.process = process;
        this.http = http;
        this.data = data;
        this.started = started;
    }

    public int Id => process.Id;

    public Uri Url => http.BaseAddress!; // not null: it is set where it is made

    /// <param name="assembly">The host.</param>
    /// <param name="data">Its data folder.</param>
    /// <param name="settings">Keys of the configuration as the environment spells them, less the prefix.</param>
    public static HostProcess Start(string assembly, string data, params (string Key, string Value)[] settings)
    {
        var port = FreePort();
        var start = new ProcessStartInfo("dotnet", [assembly, "up"]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = data };
        start.Environment["HAROMBE__DATA__FOLDER"] = data;
        start.Environment["HAROMBE__SERVER__PORT"] = $"{port}";
        foreach (var (key, value) in settings)
        {
            start.Environment["HAROMBE__" + key] = value;
        }

        var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        var started = Stopwatch.GetTimestamp();
        var process = Process.Start(start) ?? throw new InvalidOperationException("The host did not start.");
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, line) => Console.Error.WriteLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new HostProcess(process, http, data, started);
    }

    /// <summary>Milliseconds from the start of the process until the path answers 200.</summary>
    public async Task<double> AnswersAsync(string path)
    {
        while (!await AsksAsync(path))
        {
            if (process.HasExited || Stopwatch.GetElapsedTime(started) > TimeSpan.FromSeconds(60))
            {
                throw new InvalidOperationException($"The host never answered {path}.");
            }

            await Task.Delay(2);
        }

        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    /// <summary>Asks it to stop, and waits until it has.</summary>
    public async Task StopAsync()
    {
        using var request = Signed(HttpMethod.Post, "/admin/stop");
        using var response = await http.SendAsync(request);
        response.EnsureSuccessStatusCode();
        await process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.Dispose();
        http.Dispose();
    }

    private async Task<bool> AsksAsync(string path)
    {
        try
        {
            using var request = Signed(HttpMethod.Get, path);
            using var response = await http.SendAsync(request);
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false; // Nobody listens yet.
        }
    }

    // The first start makes the token: until then there is none to send.
    private HttpRequestMessage Signed(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, path);
        var file = Path.Combine(data, "cli.token");
        if (File.Exists(file))
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", File.ReadAllText(file).Trim());
        }

        return request;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
