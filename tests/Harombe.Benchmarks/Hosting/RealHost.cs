using System.Net.Http.Headers;
using Harombe.Host.Configuration;
using Harombe.Host.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Harombe.Benchmarks.Hosting;

/// <summary>The host that 'harombe up' starts, in this process: its plugins, its stations, its files, its Kestrel.</summary>
internal sealed class RealHost : IAsyncDisposable
{
    private readonly DataFolder owned;
    private readonly WebApplication app;

    private RealHost(DataFolder owned, WebApplication app, HttpClient http)
    {
        this.owned = owned;
        this.app = app;
        Http = http;
    }

    public IServiceProvider Services => app.Services;

    /// <summary>A client that signs its requests as the owner.</summary>
    public HttpClient Http { get; }

    /// <param name="folder">Its data folder.</param>
    /// <param name="more">What is added or replaced.</param>
    /// <param name="map">Endpoints to compare with.</param>
    public static async Task<RealHost> StartAsync(string folder, Action<IServiceCollection>? more = null, Action<WebApplication>? map = null)
    {
        var configuration = Load(folder);
        var owned = DataFolder.TryOwn(folder) ?? throw new InvalidOperationException($"Another host holds {folder}.");
        var app = HarombeHost.Build(configuration, more);
        map?.Invoke(app);
        await HarombeHost.StartAsync(app, CancellationToken.None);
        var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = app.Services.GetRequiredService<ListeningAddress>().Url };
        var token = await File.ReadAllTextAsync(Path.Combine(folder, "cli.token"));
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Trim());
        return new RealHost(owned, app, http);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
        owned.Dispose();
    }

    private static HarombeConfiguration Load(string folder)
    {
        var variables = new Dictionary<string, string>
        {
            ["HAROMBE__DATA__FOLDER"] = folder,
            ["HAROMBE__SERVER__PORT"] = "0",
            ["HAROMBE__LOGS__LEVEL"] = "warning",
        };
        return ConfigurationLoading.Load(new ConfigurationSources(null, folder, variables, [])) switch
        {
            ConfigurationOutcome.Loaded loaded => loaded.Configuration,
            ConfigurationOutcome.Invalid invalid => throw new InvalidOperationException(string.Join('\n', invalid.Faults)),
            _ => throw new InvalidOperationException("Unknown outcome of loading."),
        };
    }
}
